import { ImpastoError } from '../protocol/errors';

/** Encodes pixels, top row first. */
export function pixelsToPng(pixels: ImageData): Promise<Blob> {
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  const context = canvas.getContext('2d');
  if (!context) throw new ImpastoError('picture-failed', 'The picture could not be taken. Try again.');
  context.putImageData(pixels, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
