/** Memory of whole runs: steady while they go on, given back at the end, and no more than was told before. */
import type { Browser, JSHandle } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage, type Gpu } from '../../browser-launch';
import type { BackendName } from '../../../src/protocol/backend';
import type { OptimizeSettings } from '../../../src/protocol/optimize';
import type * as Harness from './run-harness';

type Watch = (
  network: 'small' | 'built-in',
  change: Partial<OptimizeSettings>,
) => ReturnType<(typeof Harness)['watch']>;

/** Gives the tests of a `describe` one page to watch runs in: what one has compiled the next need not. */
function useRuns(backend: BackendName, gpu: Gpu): Watch {
  let browser: Browser;
  let harness: JSHandle<typeof Harness>;
  beforeAll(async () => {
    browser = await launchBrowser({ gpu });
    const { page } = await newModulePage(browser);
    harness = await importModule<typeof Harness>(page, '/test/browser/optimize/run-harness.ts');
  });
  afterAll(() => browser.close());
  return (...run) => harness.evaluate((module, args) => module.watch(...args), [backend, ...run] as const);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Iterations that L-BFGS keeps tensors of: until then they become more. */
const REMEMBERED = 10;

async function expectConstant(watch: Watch, optimizer: 'adam' | 'lbfgs', iterations: number): Promise<void> {
  const settings = { optimizer, iterations, longSide: 32 };
  const { during, before, after } = await watch('small', settings);
  // Previews and kept pictures come and go, how many at once depends on the machine: the median is what stays.
  const settled = during.filter(({ iteration }) => iteration > REMEMBERED);
  const half = Math.floor(settled.length / 2);
  const typical = (key: 'tensors' | 'bytes', from: number, to: number) =>
    median(settled.slice(from, to).map((footprint) => footprint[key]));
  expect(settled.length).toBeGreaterThan(3);
  expect(typical('tensors', half, settled.length)).toBeLessThanOrEqual(typical('tensors', 0, half) + 2);
  const pictures = 2 * settings.longSide ** 2 * 4 * Float32Array.BYTES_PER_ELEMENT;
  expect(typical('bytes', half, settled.length)).toBeLessThanOrEqual(typical('bytes', 0, half) + pictures);
  expect(after.tensors).toBe(before.tensors);
  expect(after.bytes).toBeLessThanOrEqual(before.bytes + 2 ** 16);
}

describe('on WASM', () => {
  const watch = useRuns('wasm', 'none');
  test.each(['adam', 'lbfgs'] as const)(
    '%s: tensors and bytes are constant over 160 iterations',
    (optimizer) => expectConstant(watch, optimizer, 160),
  );
});

describe('on WebGL', () => {
  const watch = useRuns('webgl', 'webgl');
  test('tensors and bytes are constant over 24 iterations', () => expectConstant(watch, 'adam', 24));
});

describe('on WebGPU', () => {
  const watch = useRuns('webgpu', 'webgpu');

  test('tensors and bytes are constant over 24 iterations', () => expectConstant(watch, 'adam', 24));

  // L-BFGS remembers ten iterations, Adam as much from the first one on.
  test.each([
    ['adam', 3],
    ['lbfgs', 11],
  ] as const)('%s needs what was estimated', async (optimizer, iterations) => {
    const { during, before, estimate } = await watch('built-in', { optimizer, iterations, longSide: 64 });
    const needed = Math.max(...during.map(({ bytes }) => bytes)) - before.bytes;
    expect(needed).toBeLessThan(1.1 * estimate);
    expect(needed).toBeGreaterThan(0.4 * estimate);
  });
});
