import type { Size } from '../protocol/quality';

/**
 * Decodes by way of an image element: it honours EXIF orientation, knows SVG, and tells its size before a pixel
 * is decoded, so that `fit` can say to what size it is scaled while it is. Throws what the browser throws.
 */
export async function decodePicture(url: string, fit: (natural: Size) => Size): Promise<ImageBitmap> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const natural = { width: image.naturalWidth, height: image.naturalHeight };
  if (natural.width === 0 || natural.height === 0) throw new Error('The picture has no size.');
  const { width, height } = fit(natural);
  if (width === natural.width && height === natural.height) return createImageBitmap(image);
  return createImageBitmap(image, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
}

/** `size` scaled down, if need be, so that its long side is at most `longest`. */
export function fitInto(longest: number, { width, height }: Size): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
