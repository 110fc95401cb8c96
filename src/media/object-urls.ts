/** Object URLs by key, in the one place that makes and revokes them. */
export class ObjectUrls {
  private readonly urls = new Map<string, string>();

  /** The URL of what `key` stands for; one made before under that key is revoked. */
  set(key: string, blob: Blob): string {
    this.revoke(key);
    const url = URL.createObjectURL(blob);
    this.urls.set(key, url);
    return url;
  }

  get(key: string): string | null {
    return this.urls.get(key) ?? null;
  }

  revoke(key: string): void {
    const url = this.urls.get(key);
    if (url !== undefined) URL.revokeObjectURL(url);
    this.urls.delete(key);
  }
}
