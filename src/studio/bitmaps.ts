import { ImpastoError } from '../protocol/errors';

/** Holds one bitmap, or none, and closes the one that another takes the place of. */
export class BitmapSlot {
  #bitmap: ImageBitmap | null = null;

  get bitmap(): ImageBitmap | null {
    return this.#bitmap;
  }

  /** Takes `bitmap` over. */
  put(bitmap: ImageBitmap | null): void {
    if (bitmap === this.#bitmap) return;
    this.#bitmap?.close();
    this.#bitmap = bitmap;
  }
}

/**
 * An upright picture of `bitmap`'s pixels, without loss as PNG, or as a smaller WebP. They are read before this returns:
 * the bitmap may be closed while the encoder works. Throws `ImpastoError` `picture-failed`.
 */
export async function encodeBitmap(
  bitmap: ImageBitmap,
  type: 'image/png' | 'image/webp' = 'image/png',
): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new ImpastoError('picture-failed', 'The picture could not be kept. Try again.');
  context.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type, quality: 0.9 });
}
