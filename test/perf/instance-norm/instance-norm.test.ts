import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import { record, round, type Row } from '../results';
import type * as Harness from './harness';

/** Maps of the residual blocks of `lite` at working sizes of 256×192 and 512×384, and its widest map. */
const SHAPES = [
  [48, 64, 48],
  [96, 128, 48],
  [96, 128, 16],
] as const;
const ROUNDS = 9;

test('the fused instance normalization is faster than moments', async () => {
  const browser = await launchBrowser({ gpu: 'webgpu' });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/perf/instance-norm/harness.ts');
    await harness.evaluate((module) => module.open());
    const rows: (Row & { times: number })[] = [];
    for (const [height, width, channels] of SHAPES) {
      const { ours, moments, difference } = await harness.evaluate(
        (module, [h, w, c, rounds]) => module.compare(h, w, c, rounds),
        [height, width, channels, ROUNDS] as const,
      );
      expect(difference).toBeLessThan(1e-3);
      rows.push({
        'height × width × channels': `${height} × ${width} × ${channels}`,
        'fused ms': round(ours),
        'moments ms': round(moments),
        times: round(moments / ours),
      });
    }
    record(
      'instance-norm',
      'Fused instance normalization on WebGPU',
      'Our kernel against `tf.moments`, `tf.batchNorm4d` and `tf.relu`, median of nine rounds that take turns; “times” is the ratio.',
      browser.version(),
      rows,
    );
    for (const row of rows) expect(row.times).toBeGreaterThan(1);
  } finally {
    await browser.close();
  }
});
