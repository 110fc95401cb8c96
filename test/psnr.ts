import type { Picture } from './png';

/** Peak signal-to-noise ratio in dB of two lists of numbers; `peak` is the range of their values. */
export function psnr(a: ArrayLike<number>, b: ArrayLike<number>, peak: number): number {
  if (a.length !== b.length || a.length === 0) {
    throw new Error(`Lists of ${a.length} and ${b.length} numbers cannot be compared.`);
  }
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? NaN) - (b[i] ?? NaN)) ** 2;
  return 10 * Math.log10(peak ** 2 / (sum / a.length));
}

function withoutAlpha({ data }: Picture): Uint8Array {
  return data.filter((_, i) => i % 4 !== 3);
}

/** {@link psnr} of two pictures of the same size; alpha does not count. */
export function picturePsnr(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`Pictures of ${a.width}×${a.height} and ${b.width}×${b.height} cannot be compared.`);
  }
  return psnr(withoutAlpha(a), withoutAlpha(b), 255);
}

/** Standard deviation of the luma in 0…255: near 0 for a blank picture. */
export function lumaDeviation({ data }: Picture): number {
  const luma = Float64Array.from({ length: data.length / 4 }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * i, 4 * i + 3);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
  return Math.sqrt(luma.reduce((sum, value) => sum + (value - mean) ** 2, 0) / luma.length);
}
