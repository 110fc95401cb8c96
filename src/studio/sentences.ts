import { ImpastoError, type ErrorReport } from '../protocol/errors';

export function noPicture(): ImpastoError {
  return new ImpastoError(
    'picture-failed',
    'There is no picture to take yet. Start the camera or open a file, and try again once it is painted.',
  );
}

/** A file that can be decoded frame by frame, but that the browser's player refuses. */
export function onlyExported(name: string): ErrorReport {
  return new ImpastoError(
    'file-unreadable',
    `“${name}” cannot be played here, so there is no preview of it. It can be exported all the same.`,
  ).report;
}

/** A file whose player has come upon damage. */
export function exportedUpToHere(name: string, { detail }: ErrorReport): ErrorReport {
  return new ImpastoError(
    'file-unreadable',
    `“${name}” is damaged and cannot be played any further. The part before can still be exported.`,
    detail,
  ).report;
}
