import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths';
import { runReference } from '../../../src/engine/reference';
import { mixNorms } from '../../../src/network/mix';
import { parseNetworkSpec } from '../../../src/network/spec';
import { decodeWeights } from '../../../src/network/weights';
import { psnr } from '../../psnr';

interface Golden {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly mix: Record<string, number>;
  readonly input: { readonly offset: number; readonly length: number };
  readonly output: { readonly offset: number; readonly length: number };
}

const read = (name: string) => readFileSync(path.join(ROOT, 'models', 'lite', name));
const bytes = (name: string) => new Uint8Array(read(name)).buffer;

test('the float64 reference agrees with PyTorch on every golden', () => {
  const spec = parseNetworkSpec(JSON.parse(read('model.json').toString()));
  const weights = decodeWeights(spec, bytes('weights.bin'));
  const { cases } = JSON.parse(read('goldens.json').toString()) as { cases: Golden[] };
  const numbers = new Float32Array(bytes('goldens.bin'));
  expect(cases.length).toBeGreaterThanOrEqual(6);
  for (const { name, width, height, mix, input, output } of cases) {
    const slice = ({ offset, length }: Golden['input']) => numbers.subarray(offset, offset + length);
    const norms = mixNorms(spec, weights, { weights: mix, strength: 1 });
    const painted = runReference(spec, weights, norms, slice(input), { width, height });
    expect(psnr(painted, slice(output), 1), name).toBeGreaterThan(100);
  }
});
