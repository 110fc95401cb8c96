import { describe, expect, test } from 'vitest';
import { halfToFloat } from '../../../src/network/weights';
import { floatToHalf } from '../../../src/shared/half';
import { readNetworkFile, writeNetworkFile } from '../../../src/optimize/network-file';
import type { PerceptualLayer } from '../../../src/optimize/perceptual-spec';
import { ImpastoError } from '../../../src/protocol/errors';

const input = { order: 'BGR', scale: 255, mean: [104, 117, 124], std: [1, 1, 1] } as const;
const layers: readonly PerceptualLayer[] = [
  { name: 'block1_conv1', in: 3, out: 2, kernel: 3, poolBefore: false },
  { name: 'block2_conv1', in: 2, out: 1, kernel: 3, poolBefore: true },
];
const weights = new Map([
  ['block1_conv1/kernel', Float32Array.from({ length: 54 }, (_, index) => (index - 20) / 8)],
  ['block1_conv1/bias', Float32Array.of(0.5, -1)],
  ['block2_conv1/kernel', Float32Array.from({ length: 18 }, (_, index) => 2 ** (index - 9))],
  ['block2_conv1/bias', Float32Array.of(3)],
]);

describe('half precision', () => {
  test('every half that is a number comes back from its value', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = halfToFloat(bits);
      if (!Number.isNaN(value)) expect(floatToHalf(value)).toBe(bits);
    }
  });

  test.each([
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [0.1, 0.0999755859375],
    [65519, 65504],
    [65520, Infinity],
    [-1e9, -Infinity],
    [2 ** -25, 0],
  ])('%d is rounded to %d', (value, rounded) => expect(halfToFloat(floatToHalf(value))).toBe(rounded));
});

describe('a network in one file', () => {
  test('comes back as it was written', async () => {
    const model = await readNetworkFile(writeNetworkFile({ input, layers }, weights));
    expect(model.spec.input).toEqual(input);
    expect(model.spec.layers).toEqual(layers);
    for (const [name, data] of weights) expect(model.weights.get(name)?.data, name).toEqual(data);
  });

  test('is not written with a weight missing or of another size', () => {
    expect(() => writeNetworkFile({ input, layers }, new Map())).toThrow('block1_conv1/kernel has no values');
    const short = new Map([...weights, ['block2_conv1/bias', new Float32Array(2)]]);
    expect(() => writeNetworkFile({ input, layers }, short)).toThrow('block2_conv1/bias has 2 values, not 1');
  });

  test.each([
    ['something else', (file: Blob) => new Blob(['PNG and so on', file])],
    ['cut off', (file: Blob) => file.slice(0, file.size - 1)],
    ['cut off in its header', (file: Blob) => file.slice(0, 40)],
    ['too long', (file: Blob) => new Blob([file, 'x'])],
    ['empty', () => new Blob()],
  ])('is refused when it is %s', async (_, damage) => {
    const damaged = damage(writeNetworkFile({ input, layers }, weights));
    const error: unknown = await readNetworkFile(damaged).catch((error: unknown) => error);
    expect(error instanceof ImpastoError && error.report.code).toBe('model-corrupt');
  });
});
