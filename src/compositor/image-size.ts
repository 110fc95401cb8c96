import type { Size } from '../protocol/quality';

/** The size at which an image is meant to be shown, in pixels. */
export function imageSize(image: VideoFrame | ImageBitmap): Size {
  return 'displayWidth' in image
    ? { width: image.displayWidth, height: image.displayHeight }
    : { width: image.width, height: image.height };
}
