import type { Size } from '../protocol/quality';

/** Sides are multiples of this, so that no tier has to pad. */
const MULTIPLE = 4;

/** The working size with the given long side that keeps the original's shape. */
export function workingSize(original: Size, longSide: number): Size {
  const scale = longSide / Math.max(original.width, original.height);
  const side = (length: number) => Math.max(4 * MULTIPLE, Math.round((length * scale) / MULTIPLE) * MULTIPLE);
  return { width: side(original.width), height: side(original.height) };
}
