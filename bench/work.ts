import type { NetworkSpec } from '../src/network/spec';
import type { Size } from '../src/protocol/quality';

/** Work of one frame at the least: every map written once and read once, in float32, and all weights read. */
interface Work {
  /** Floating-point operations of the convolutions, two a multiplication. */
  readonly flop: number;
  readonly bytes: number;
}

export function workOf({ layers }: NetworkSpec, { width, height }: Size): Work {
  let pixels = width * height;
  let flop = 0;
  let values = pixels * 3;
  for (const { kernel, stride, upsample, in: from, out, residual } of layers) {
    const inputs = pixels * from;
    pixels = (pixels * (upsample?.factor ?? 1) ** 2) / stride ** 2;
    flop += 2 * kernel ** 2 * from * out * pixels;
    values += inputs + pixels * out + kernel ** 2 * from * out + (residual === null ? 0 : pixels * out);
  }
  return { flop, bytes: values * Float32Array.BYTES_PER_ELEMENT };
}
