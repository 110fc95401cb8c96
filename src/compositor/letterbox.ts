import type { Size } from '../protocol/quality';

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** The largest rectangle of the picture's shape inside the display, centred, in whole pixels. */
export function letterbox(picture: Size, display: Size): Rect {
  const scale = Math.min(display.width / picture.width, display.height / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  return {
    x: Math.round((display.width - width) / 2),
    y: Math.round((display.height - height) / 2),
    width,
    height,
  };
}
