/** How long the browser may take to begin reading a download, ms. */
const REVOKE_AFTER = 30_000;

/** Offers `blob` as a download under `name`. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  // Revoked at once, the download would fail in some browsers.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, REVOKE_AFTER);
}
