/** Our WebGPU engine against TensorFlow.js, on one device in one run. */
import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import { record, round, type Row } from '../results';
import type * as Harness from './harness';

/** Twice the multiplications of `lite` per pixel. */
const FLOP_PER_PIXEL = 2 * 14_300;

const SIZES = [
  { width: 64, height: 48, passes: 9 },
  { width: 256, height: 192, passes: 5 },
  { width: 384, height: 216, passes: 3 },
] as const;

test('our WebGPU engine against TensorFlow.js', async () => {
  const browser = await launchBrowser({ gpu: 'webgpu' });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/perf/engines/harness.ts');
    const rows: Row[] = [];
    let adapter = '';
    for (const { width, height, passes } of SIZES) {
      const result = await harness.evaluate((module, [size, count]) => module.compare(size, count), [
        { width, height },
        passes,
      ] as const);
      const rate = (ms: number) => round((FLOP_PER_PIXEL * width * height) / ms / 1e6, 2);
      rows.push({
        size: `${width}×${height}`,
        'ours ms': round(result.ours),
        'TensorFlow.js ms': round(result.tensorflow),
        ratio: round(result.tensorflow / result.ours, 2),
        'ours GFLOP/s': rate(result.ours),
        'TensorFlow.js GFLOP/s': rate(result.tensorflow),
        'ours MB': round(result.megabytes),
      });
      adapter = result.adapter;
      expect(result.tensorflow / result.ours, `${width}×${height}`).toBeGreaterThan(1);
    }
    const notes =
      'Network `lite`, median of passes that take turns on one device, the GPU really finished. TensorFlow.js uses ' +
      `our fused instance norm here. Adapter: ${adapter}.`;
    record('engines', "Impasto's WebGPU engine against TensorFlow.js", notes, browser.version(), rows);
  } finally {
    await browser.close();
  }
});
