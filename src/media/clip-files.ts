import { ImpastoError } from '../protocol/errors';
import { CLIP_EXTENSIONS, type ClipFormat } from '../protocol/media';

/** Folders of the origin private file system: finished clips, and those that are being written. */
const ROOT = 'impasto';
export type Folder = 'clips' | 'parts';

/** Throws `ImpastoError` `storage-failed` where the browser gives no private files. */
export async function openFolder(folder: Folder): Promise<FileSystemDirectoryHandle> {
  try {
    const origin = await navigator.storage.getDirectory();
    const root = await origin.getDirectoryHandle(ROOT, { create: true });
    return await root.getDirectoryHandle(folder, { create: true });
  } catch (error) {
    throw new ImpastoError(
      'storage-failed',
      'This browser gives Impasto no place to keep clips, as happens in some private windows. Open Impasto in an ordinary window.',
      String(error),
    );
  }
}

export async function readFile(folder: Folder, name: string): Promise<File> {
  return (await (await openFolder(folder)).getFileHandle(name)).getFile();
}

/** Removes a file; one that is not there is fine. */
export async function removeFile(folder: Folder, name: string): Promise<void> {
  const directory = await openFolder(folder);
  await directory.removeEntry(name).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  });
}

/** Removes what was written of a clip: its part, and the clip itself, which a GIF or ZIP is from the beginning. */
export async function removeWritten(id: string, format: ClipFormat): Promise<void> {
  await Promise.all([removeFile('parts', id), removeFile('clips', `${id}.${CLIP_EXTENSIONS[format]}`)]);
}

export async function listFiles(folder: Folder): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await openFolder(folder)).keys()) names.push(name);
  return names;
}

/** Bytes that this site uses, and may; 0 where the browser does not tell. */
export async function storageEstimate(): Promise<{ used: number; quota: number }> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { used: usage, quota };
}
