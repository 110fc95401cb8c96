import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
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
    const figures = await harness.evaluate((module) => module.goldenPsnr());
    expect(Object.keys(figures).length).toBeGreaterThanOrEqual(6);
    for (const [name, figure] of Object.entries(figures)) expect(figure, name).toBeGreaterThanOrEqual(least);
  } finally {
    await browser.close();
  }
});
