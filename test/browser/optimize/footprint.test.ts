/** Memory of whole runs: steady while they go on, given back at the end, and no more than was told before. */
import type { Browser, JSHandle } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage, type Gpu } from '../../browser-launch';
import type * as Harness from './run-harness';

async function open(gpu: Gpu): Promise<{ browser: Browser; harness: JSHandle<typeof Harness> }> {
  const browser = await launchBrowser({ gpu });
  const { page } = await newModulePage(browser);
  const path = '/test/browser/optimize/run-harness.ts';
  return { browser, harness: await importModule<typeof Harness>(page, path) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

test.each([
  { backend: 'wasm', gpu: 'none', optimizer: 'adam', iterations: 80 },
  { backend: 'wasm', gpu: 'none', optimizer: 'lbfgs', iterations: 80 },
  { backend: 'webgpu', gpu: 'webgpu', optimizer: 'adam', iterations: 24 },
  { backend: 'webgl', gpu: 'webgl', optimizer: 'adam', iterations: 24 },
] as const)(
  '$optimizer on $backend: tensors and bytes are constant over $iterations iterations',
  async (given) => {
    const { backend, gpu, optimizer, iterations } = given;
    const settings = { optimizer, iterations, longSide: 32 };
    const { browser, harness } = await open(gpu);
    const { during, before, after } = await harness
      .evaluate((module, [name, change]) => module.watch(name, 'small', change), [backend, settings] as const)
      .finally(() => browser.close());
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
describe('on WebGPU', () => {
  let browser: Browser;
  let harness: JSHandle<typeof Harness>;
  beforeAll(async () => void ({ browser, harness } = await open('webgpu')));
  afterAll(() => browser.close());

  test.each([
    ['adam', 3],
    ['lbfgs', 11],
  ] as const)('%s needs what was estimated', async (optimizer, iterations) => {
    const { during, before, estimate } = await harness.evaluate(
      (module, change) => module.watch('webgpu', 'built-in', change),
      { optimizer, iterations, longSide: 64 },
    );
    const needed = Math.max(...during.map(({ bytes }) => bytes)) - before.bytes;
    expect(needed).toBeLessThan(1.1 * estimate);
    expect(needed).toBeGreaterThan(0.4 * estimate);
  });
});
