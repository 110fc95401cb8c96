/** Of File System Access, which TypeScript's library does not know yet. */
interface FilePicker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

function picker(): Partial<FilePicker> {
  return globalThis as Partial<FilePicker>;
}

/** True where people can choose where a file goes, and it is written there without a detour. */
export function canSaveFiles(): boolean {
  return picker().showSaveFilePicker !== undefined;
}

/**
 * Asks where to and copies what `file` gives there, at no more memory than a stream takes. Call while the press of a
 * button is being handled. Rejects with `AbortError` where the user has thought better of it.
 */
export async function saveFile(name: string, file: () => Promise<File | null>): Promise<void> {
  const handle = await picker().showSaveFilePicker?.({ suggestedName: name });
  const data = handle && (await file());
  if (data) await data.stream().pipeTo(await handle.createWritable());
}
