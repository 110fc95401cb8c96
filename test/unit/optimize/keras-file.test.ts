import { expect, test, vi } from 'vitest';
import { readKerasFile } from '../../../src/optimize/own/keras-file';
import { packNetwork } from '../../../src/optimize/own/pack-network';
import { readNetworkFile } from '../../../src/optimize/network-file';
import { kerasFile, kernelValue } from './keras-fixture';

// Files of 60 MB, on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const NAMES_16 = [
  'block1_conv1 block1_conv2 block2_conv1 block2_conv2 block3_conv1 block3_conv2 block3_conv3',
  'block4_conv1 block4_conv2 block4_conv3 block5_conv1',
].join(' ');

test('a VGG16 without its top is read up to block5_conv1', async () => {
  const { name, layers } = readKerasFile(await kerasFile());
  expect(name).toBe('VGG16');
  expect(layers.map((layer) => layer.name).join(' ')).toBe(NAMES_16);
  const [first, second] = layers;
  expect([first?.in, first?.out, second?.in, second?.out]).toEqual([3, 64, 64, 64]);
  expect(second?.kernel).toHaveLength(9 * 64 * 64);
  expect(second?.kernel[12_345]).toBe(kernelValue(12_345));
  expect(second?.bias[63]).toBe(63);
});

test('a VGG19 in a file of a whole model is read too', async () => {
  const { name, layers } = readKerasFile(
    await kerasFile({ convolutions: [2, 2, 4, 4, 4], wholeModel: true }),
  );
  expect(name).toBe('VGG19');
  expect(layers).toHaveLength(13);
  expect(layers.at(-1)).toMatchObject({ name: 'block5_conv1', in: 512, out: 512 });
});

test.each([
  ['a missing layer', { without: 'block4_conv2' }, /block4_conv2 is missing/],
  ['no VGG at all', { without: 'block1_conv1' }, /not a VGG16 or VGG19/],
  ['kernels in another order', { turned: 'block1_conv2' }, /kernel of block1_conv2 is 64×64×3×3.*3×3×64×64/],
] as const)('%s is named', async (_, options, sentence) => {
  const bytes = await kerasFile(options);
  expect(() => readKerasFile(bytes)).toThrow(sentence);
});

test('a file that is no HDF5, an empty one and half a one are refused in a sentence', async () => {
  const half = (await kerasFile()).slice(0, 5_000_000);
  for (const bytes of [new TextEncoder().encode('not HDF5 '.repeat(200)).buffer, new ArrayBuffer(0), half]) {
    expect(() => readKerasFile(bytes)).toThrow(/Choose a VGG16 or VGG19/);
  }
});

test('what is kept holds the same network at half precision', async () => {
  const { name, parameters, weights } = packNetwork(await kerasFile());
  expect(name).toBe('VGG16');
  expect(parameters).toBe(9_995_072);
  const { spec, weights: arrays } = await readNetworkFile(weights);
  expect(spec.input.order).toBe('BGR');
  expect(spec.layers.filter(({ poolBefore }) => poolBefore).map(({ name }) => name)).toEqual([
    'block2_conv1',
    'block3_conv1',
    'block4_conv1',
    'block5_conv1',
  ]);
  expect(arrays.get('block2_conv1/kernel')?.data[4321]).toBeCloseTo(kernelValue(4321), 4);
  expect(weights.size).toBeLessThan(2.01 * parameters);
});
