/** Steadying over time: a still scene stays still, a cut and a change of style show at once. */
import { describe, expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import type * as Harness from './harness';

const STILL = { width: 64, height: 48 };
const FRAMES = 9;
const CUT = 4;
/** Seen: 7. */
const FACTOR = 5;

describe.each([
  { kind: 'webgpu', gpu: 'webgpu' },
  { kind: 'webgl', gpu: 'webgl' },
  { kind: 'wasm', gpu: 'none' },
] as const)('smoothing on $kind', ({ kind, gpu }) => {
  test(`steadies a still, noisy scene ${FACTOR} times; a cut shows at once`, async () => {
    const browser = await launchBrowser({ gpu });
    try {
      const { page, errors } = await newModulePage(browser);
      const harness = await importModule<typeof Harness>(page, '/test/browser/steadying/harness.ts');
      const styles = await harness.evaluate((module, name) => module.open(name), kind);
      const style = styles[2] ?? '';
      await harness.evaluate(
        (module, [size, frames, cut]) => {
          module.addStillScene('still', size, frames);
          module.addStillScene('cut', size, cut + 1, cut);
        },
        [STILL, FRAMES, CUT] as const,
      );
      const measure = (smoothing: number) =>
        harness.evaluate((module, args) => module.steadiness('still', args.style, args.smoothing), {
          style,
          smoothing,
        });
      const [plain, smooth] = [await measure(0), await measure(0.5)];
      expect(plain.still / smooth.still).toBeGreaterThan(FACTOR);
      const agreement = await harness.evaluate((module, name) => module.agreement('cut', name), style);
      // In the middle of the scene the two differ, or there would be nothing to lose at the cut.
      expect(agreement[CUT - 1]).toBeLessThan(45);
      expect(agreement[CUT]).toBeGreaterThan(50);
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
