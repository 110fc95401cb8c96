import { expect, test } from 'vitest';
import { staysConstant } from '../browser/engine/frames';
import { expectAgreement, type RandomNetwork } from '../browser/engine/random-networks';
import type * as Harness from '../browser/engine/webgpu-harness';
import { importModule, launchBrowser, newModulePage } from '../browser-launch';
import { TRAINED } from '../models';
import { record } from './results';

const FRAMES = 10_000;

test('10,000 frames of 64×48 in constant memory', async () => {
  const start = performance.now();
  const { bytes, browser } = await staysConstant(FRAMES, 'lite');
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

const TILES = [
  ['software', 'processors', 'engine-parity-software'],
  ['hardware', 'graphics cards', 'engine-parity'],
] as const;

test.each(TILES)(
  'agrees with PyTorch to 50 dB with tiles for %s, in every network',
  async (tile, whom, key) => {
    const browser = await launchBrowser({ gpu: 'webgpu' });
    try {
      const { page } = await newModulePage(browser);
      const harness = await importModule<typeof Harness>(page, '/test/browser/engine/webgpu-harness.ts');
      const rows = [];
      for (const network of TRAINED) {
        const figures = await harness.evaluate((module, args) => module.goldenPsnr(...args), [
          network,
          tile,
          true,
        ] as const);
        const least = Math.min(...Object.values(figures));
        expect(least, network).toBeGreaterThanOrEqual(50);
        rows.push({ network, pictures: Object.keys(figures).length, 'least dB': least.toFixed(1) });
      }
      const notes = 'Goldens of odd and even sizes, float32, on SwiftShader.';
      record(key, `Tiles for ${whom} against PyTorch`, notes, browser.version(), rows);
    } finally {
      await browser.close();
    }
  },
);

const MORE_NETWORKS: readonly RandomNetwork[] = [
  [1, 'software', 'memory'],
  [11, 'staged', 'subgroups'],
  [13, 'hardware', 'subgroups'],
  [3, 'staged', 'memory'],
];

test('agrees with float64 on more random networks', async () => {
  const browser = await launchBrowser({ gpu: 'webgpu' });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/engine/webgpu-harness.ts');
    await expectAgreement(harness, MORE_NETWORKS);
  } finally {
    await browser.close();
  }
});
