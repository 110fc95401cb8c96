const value32 = new Float32Array(1);
const bits32 = new Uint32Array(value32.buffer);

/** Bits of the nearest IEEE 754 half-precision number, ties to even; too large ones become infinite. */
export function floatToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  value32[0] = value;
  const bits = bits32[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent > 0) return sign | roundEven((exponent << 23) | fraction, 13);
  // Below the normal numbers the leading one is written out; far below them nothing is left.
  return exponent < -10 ? sign : sign | roundEven(fraction | 0x800000, 14 - exponent);
}

/** All of `values` so. Not by `Uint16Array.from`, which takes twenty times as long. */
export function floatsToHalves(values: Float32Array): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(values.length);
  for (let at = 0; at < values.length; at++) halves[at] = floatToHalf(values[at] ?? 0);
  return halves;
}

/** `bits` without the last `count`; what is carried into the exponent belongs there. */
function roundEven(bits: number, count: number): number {
  const kept = bits >>> count;
  const rest = bits & ((1 << count) - 1);
  const half = 1 << (count - 1);
  return rest > half || (rest === half && kept % 2 === 1) ? kept + 1 : kept;
}
