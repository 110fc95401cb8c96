import { createHash } from 'node:crypto';
import { floatToHalf } from '../src/shared/half';

/** A picture of one pixel. */
export const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** style.json, parsed, and style.bin as `training/train.py --add` writes them. */
export function styleFiles(
  model: string,
  rows: Readonly<Record<string, ArrayLike<number>>>,
  change: Readonly<Record<string, unknown>> = {},
): { readonly json: Readonly<Record<string, unknown>>; readonly bin: Buffer } {
  const values = Object.values(rows).flatMap((row) => Array.from(row));
  const bin = Buffer.from(Uint16Array.from(values, floatToHalf).buffer);
  const weights = Object.entries(rows).map(([name, row]) => ({
    name,
    shape: [row.length],
    dtype: 'float32',
    quantization: { dtype: 'float16', original_dtype: 'float32' },
  }));
  const json = {
    format: 'impasto-style',
    version: 1,
    tier: 'lite',
    model,
    id: 'mine',
    title: 'My Painting',
    weightsManifest: [{ paths: ['style.bin'], weights }],
    weights: { bytes: bin.length, sha256: createHash('sha256').update(bin).digest('hex') },
    thumbnail: PIXEL,
    ...change,
  };
  return { json, bin };
}
