import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import { TRAINED } from '../../models';
import type * as Harness from './harness';

test.each([
  { backend: 'webgpu', gpu: 'webgpu', least: 50 },
  { backend: 'webgl', gpu: 'webgl', least: 40 },
  { backend: 'wasm', gpu: 'none', least: 50 },
  { backend: 'cpu', gpu: 'none', least: 50 },
] as const)('TensorFlow.js on $backend agrees with PyTorch to $least dB', async ({ backend, gpu, least }) => {
  const browser = await launchBrowser({ gpu });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/engine/harness.ts');
    await harness.evaluate((module, name) => module.openEngine(name), backend);
    for (const tier of TRAINED) {
      // Graphics interfaces are slow without a graphics card: of the larger networks they paint one.
      const all = tier === 'lite' || backend === 'wasm';
      const figures = await harness.evaluate((module, args) => module.goldenPsnr(...args), [
        tier,
        all,
      ] as const);
      expect(Object.keys(figures).length).toBeGreaterThanOrEqual(all ? 6 : 1);
      for (const [name, figure] of Object.entries(figures))
        expect(figure, `${tier} ${name}`).toBeGreaterThanOrEqual(least);
    }
  } finally {
    await browser.close();
  }
});

test('TensorFlow.js keeps no memory of sizes that a stream is no longer painted at', async () => {
  const browser = await launchBrowser({ gpu: 'webgl' });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/engine/harness.ts');
    await harness.evaluate((module) => module.openEngine('webgl'));
    const { allocated, free } = await harness.evaluate((module) => module.keptBytes([64, 128, 192, 64]));
    expect(allocated[3]).toBeLessThanOrEqual(allocated[0] ?? NaN);
    expect(free).toBe(0);
  } finally {
    await browser.close();
  }
});
