import type { Size } from '../protocol/quality';

/** RGB 0…1, three values a pixel, row by row. */
export type Floats = Float32Array;

/** A bitmap's pixels at a size, on white where it is transparent. */
export function readPicture(image: ImageBitmap, size: Size): Floats {
  const rgba = readPixels(image, size).data;
  const rgb = new Float32Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = (rgba[from] ?? 0) / 255;
    rgb[to + 1] = (rgba[from + 1] ?? 0) / 255;
    rgb[to + 2] = (rgba[from + 2] ?? 0) / 255;
  }
  return rgb;
}

/** A mask's brightness at a size, 0…1, one value a pixel. */
export function readMask(mask: ImageBitmap, size: Size): Floats {
  const rgba = readPixels(mask, size).data;
  return Float32Array.from({ length: rgba.length / 4 }, (_, pixel) => (rgba[pixel * 4 + 1] ?? 0) / 255);
}

/** @param rgb 0…1; what lies outside is clipped */
export async function toBitmap(rgb: ArrayLike<number>, size: Size, shown: Size = size): Promise<ImageBitmap> {
  const pixels = new ImageData(size.width, size.height);
  const { data } = pixels;
  for (let from = 0, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = (rgb[from] ?? 0) * 255;
    data[to + 1] = (rgb[from + 1] ?? 0) * 255;
    data[to + 2] = (rgb[from + 2] ?? 0) * 255;
    data[to + 3] = 255;
  }
  if (shown.width === size.width && shown.height === size.height) return createImageBitmap(pixels);
  return createImageBitmap(pixels, {
    resizeWidth: shown.width,
    resizeHeight: shown.height,
    resizeQuality: 'high',
  });
}

function readPixels(image: ImageBitmap, { width, height }: Size): ImageData {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
