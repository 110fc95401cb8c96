import { UnsupportedInputFormatError } from 'mediabunny';
import { ImpastoError } from '../../protocol/errors';

export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Why a file could not be opened, as a sentence; errors of our own pass unchanged. */
export function unreadable(name: string, error: unknown): ImpastoError {
  if (error instanceof ImpastoError) return error;
  if (error instanceof UnsupportedInputFormatError) {
    return new ImpastoError(
      'media-unsupported',
      `“${name}” is not a video file that Impasto can read. MP4, MOV, WebM and MKV files work.`,
      describe(error),
    );
  }
  return damaged(name, describe(error));
}

export function damaged(name: string, detail: string): ImpastoError {
  return new ImpastoError(
    'media-damaged',
    `“${name}” is damaged and cannot be read. If it was copied or downloaded, do that again, or choose another file.`,
    detail,
  );
}

/** True if the disk, or the share of it that the browser grants, is full; a codec taken back has the same name. */
export function isStorageFull(error: unknown): boolean {
  return (
    error instanceof DOMException && error.name === 'QuotaExceededError' && !/reclaim/i.test(error.message)
  );
}

/** Why a recording ended by itself. */
export function recordingFailure(error: unknown): ImpastoError {
  if (error instanceof ImpastoError || isStorageFull(error)) return writeFailure(error);
  return new ImpastoError(
    'recording-failed',
    'The browser could not go on encoding, so the recording has ended. What was recorded until then is among the clips; record again to go on.',
    describe(error),
  );
}

/** Why writing a clip ended. */
export function writeFailure(error: unknown): ImpastoError {
  if (error instanceof ImpastoError) return error;
  if (isStorageFull(error)) {
    return new ImpastoError(
      'storage-full',
      'There is no room left for this clip. Delete clips or files and try again.',
      describe(error),
    );
  }
  return new ImpastoError(
    'export-failed',
    'The clip could not be written to its end. What was finished is kept; try again, perhaps at a smaller resolution.',
    describe(error),
  );
}
