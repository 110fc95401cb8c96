import type { NetworkSpec, WeightEntry } from './spec';

export interface WeightArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type Weights = ReadonlyMap<string, WeightArray>;

/** The value of an IEEE 754 half-precision number given by its bits. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Splits `weights.bin` (little-endian, in manifest order, no gaps) into named arrays.
 * Throws an `Error` if the manifest and the bytes do not agree.
 */
export function decodeWeights(spec: Pick<NetworkSpec, 'weightsManifest'>, bytes: ArrayBuffer): Weights {
  const view = new DataView(bytes);
  const weights = new Map<string, WeightArray>();
  let offset = 0;
  for (const entry of spec.weightsManifest.flatMap((group) => group.weights)) {
    const size = entry.shape.reduce((product, side) => product * side, 1);
    const width = entry.quantization ? 2 : 4;
    if (offset + size * width > bytes.byteLength) throw new Error(`weights end inside ${entry.name}`);
    weights.set(entry.name, { shape: entry.shape, data: decodeArray(view, offset, size, entry) });
    offset += size * width;
  }
  if (offset !== bytes.byteLength) throw new Error(`${bytes.byteLength - offset} bytes too many`);
  return weights;
}

function decodeArray(view: DataView, offset: number, size: number, entry: WeightEntry): Float32Array {
  return Float32Array.from({ length: size }, (_, index) =>
    entry.quantization
      ? halfToFloat(view.getUint16(offset + index * 2, true))
      : view.getFloat32(offset + index * 4, true),
  );
}

/** A named array of the given number of values; throws if it is missing or of another size. */
export function requireWeight(weights: Weights, name: string, size: number): WeightArray {
  const weight = weights.get(name);
  if (!weight) throw new Error(`weights have no ${name}`);
  if (weight.data.length !== size) throw new Error(`${name} has ${weight.data.length} values, not ${size}`);
  return weight;
}

/** How `bytes` differ in length or SHA-256 from what a manifest says of them; null if they do not. */
export async function differenceFrom(
  said: NetworkSpec['weights'],
  bytes: ArrayBuffer,
): Promise<string | null> {
  if (bytes.byteLength !== said.bytes) return `${bytes.byteLength} bytes, expected ${said.bytes}`;
  // Absent outside secure contexts; the length check above and the decoder still apply there.
  const subtle = (crypto as Partial<Crypto>).subtle;
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === said.sha256 ? null : `SHA-256 ${hex}, expected ${said.sha256}`;
}
