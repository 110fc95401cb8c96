import { ImpastoError } from '../protocol/errors';

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
 * button is being handled. Throws `ImpastoError` `storage-failed` if it cannot be written there.
 */
export async function saveFile(name: string, file: () => Promise<File | null>): Promise<void> {
  const place = await choosePlace(name);
  if (!place) return;
  try {
    const data = await file();
    if (!data) throw new Error('its data is gone');
    await data.stream().pipeTo(await place.createWritable());
  } catch (error) {
    throw new ImpastoError(
      'storage-failed',
      `“${name}” could not be saved there. Choose another place; the clip is still here.`,
      String(error),
    );
  }
}

/** Null where the user has thought better of it. */
async function choosePlace(name: string): Promise<FileSystemFileHandle | null> {
  try {
    return (await picker().showSaveFilePicker?.({ suggestedName: name })) ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
