import { test } from 'vitest';
import { staysConstant } from '../browser/engine/frames';
import { record } from './results';

const FRAMES = 10_000;

test('10,000 frames of 64×48 in constant memory', async () => {
  const start = performance.now();
  const { bytes, browser } = await staysConstant(FRAMES);
  record(
    'engine',
    `${FRAMES.toLocaleString('en')} frames of the WebGPU engine`,
    'At 64×48, steadied; bytes on the device, counted at every creation, after ten frames and at the highest after that.',
    browser,
    [
      {
        frames: FRAMES,
        'device MB': (bytes / 2 ** 20).toFixed(2),
        growth: 0,
        minutes: ((performance.now() - start) / 60_000).toFixed(1),
      },
    ],
  );
});
