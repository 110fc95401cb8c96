import { ImpastoError } from '../protocol/errors';
import type { Size } from '../protocol/quality';
import { withDeadline } from '../shared/deadline';
import { decodePicture, fitInto } from '../sources/decode-picture';
import { encodeBitmap } from './bitmaps';

/** Long side to which pictures are scaled down: more tells nothing more of a style. */
const LARGEST_STYLE = 1024;
/** Below this, in pixels, there is no texture to learn from. */
const SMALLEST_STYLE = 16;
const DECODE_DEADLINE_MS = 20_000;

/** A picture of the user's own that is a style, small enough to be kept. */
export interface OwnPicture {
  readonly id: string;
  readonly title: string;
  readonly picture: Blob;
}

/** Takes a file in as a style; throws `ImpastoError` `file-unreadable` if it is none. */
export async function readOwnPicture(file: File): Promise<OwnPicture> {
  const url = URL.createObjectURL(file);
  try {
    const bitmap = await withDeadline(
      decodePicture(url, (size) => styleSize(file.name, size)),
      DECODE_DEADLINE_MS,
      () => unreadable(file.name, 'not decoded in time'),
      (late) => late.close(),
    );
    try {
      const picture = await encodeBitmap(bitmap);
      return { id: crypto.randomUUID(), title: titleOf(file.name), picture };
    } finally {
      bitmap.close();
    }
  } catch (error) {
    throw error instanceof ImpastoError ? error : unreadable(file.name, String(error));
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Its pixels, which the caller closes; throws `ImpastoError` `file-unreadable` if they cannot be had any more. */
export async function decodeOwnPicture({ title, picture }: OwnPicture): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(picture);
  } catch (error) {
    throw unreadable(title, String(error));
  }
}

/** To what size a picture is decoded; throws where there is nothing to learn from. */
function styleSize(name: string, natural: Size): Size {
  const size = fitInto(LARGEST_STYLE, natural);
  if (Math.min(size.width, size.height) >= SMALLEST_STYLE) return size;
  throw new ImpastoError(
    'file-unreadable',
    `“${name}” is only ${natural.width}×${natural.height} pixels, too little to learn a style from. Choose a picture of at least ${SMALLEST_STYLE}×${SMALLEST_STYLE}.`,
  );
}

function unreadable(name: string, detail: string): ImpastoError {
  return new ImpastoError(
    'file-unreadable',
    `“${name}” cannot be used as a style: it is damaged, is not a picture, or uses a format this browser does not know. Try a JPEG, PNG or WebP file.`,
    detail,
  );
}

function titleOf(name: string): string {
  return name.replace(/\.[a-z0-9]{1,5}$/i, '') || 'Your picture';
}
