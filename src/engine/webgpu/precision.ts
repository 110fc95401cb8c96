/** What maps and weights are kept and multiplied in; sums are always float32. */
export type Precision = 'f32' | 'f16';

/** Bytes of four values. */
export function vectorBytes(precision: Precision): number {
  return precision === 'f16' ? 8 : 16;
}
