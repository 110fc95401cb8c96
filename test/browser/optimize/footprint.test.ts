/** Memory of whole runs: steady while they go on, given back at the end, and no more than was told before. */
import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage, type Gpu } from '../../browser-launch';
import type { BackendName } from '../../../src/protocol/backend';
import type { OptimizeSettings } from '../../../src/protocol/optimize';
import type * as Harness from './run-harness';

async function watch(
  backend: BackendName,
  gpu: Gpu,
  network: 'small' | 'built-in',
  settings: Partial<OptimizeSettings>,
) {
  const browser = await launchBrowser({ gpu });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/optimize/run-harness.ts');
    return await harness.evaluate((module, [name, judge, change]) => module.watch(name, judge, change), [
      backend,
      network,
      settings,
    ] as const);
  } finally {
    await browser.close();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

test.each([
  { backend: 'wasm', gpu: 'none', optimizer: 'adam', iterations: 100 },
  { backend: 'wasm', gpu: 'none', optimizer: 'lbfgs', iterations: 100 },
  { backend: 'webgpu', gpu: 'webgpu', optimizer: 'adam', iterations: 40 },
  { backend: 'webgl', gpu: 'webgl', optimizer: 'adam', iterations: 40 },
] as const)(
  '$optimizer on $backend: tensors and bytes are constant over $iterations iterations',
  async (given) => {
    const { backend, gpu, optimizer, iterations } = given;
    const settings = { optimizer, iterations, longSide: 32 };
    const { during, before, after } = await watch(backend, gpu, 'small', settings);
    // Previews and kept pictures come and go, how many at once depends on the machine: the median is what stays.
    const half = Math.floor(during.length / 2);
    const typical = (key: 'tensors' | 'bytes', from: number, to: number) =>
      median(during.slice(from, to).map((footprint) => footprint[key]));
    expect(during.length).toBeGreaterThan(3);
    expect(typical('tensors', half, during.length)).toBeLessThanOrEqual(typical('tensors', 0, half) + 2);
    const pictures = 2 * settings.longSide ** 2 * 4 * Float32Array.BYTES_PER_ELEMENT;
    expect(typical('bytes', half, during.length)).toBeLessThanOrEqual(typical('bytes', 0, half) + pictures);
    expect(after.tensors).toBe(before.tensors);
    expect(after.bytes).toBeLessThanOrEqual(before.bytes + 2 ** 16);
  },
);

// L-BFGS remembers ten iterations, Adam as much from the first one on.
test.each([
  ['adam', 3],
  ['lbfgs', 11],
] as const)('%s needs what was estimated', async (optimizer, iterations) => {
  const settings = { optimizer, iterations, longSide: 64 };
  const { during, before, estimate } = await watch('webgpu', 'webgpu', 'built-in', settings);
  const needed = Math.max(...during.map(({ bytes }) => bytes)) - before.bytes;
  expect(needed).toBeLessThan(1.1 * estimate);
  expect(needed).toBeGreaterThan(0.4 * estimate);
});
