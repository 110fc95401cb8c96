/** Losses and gradients on a small random network, against PyTorch in float64 and against differences. */
import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import type * as Harness from './gradients-harness';

test.each([
  { backend: 'wasm', gpu: 'none' },
  { backend: 'webgpu', gpu: 'webgpu' },
  { backend: 'webgl', gpu: 'webgl' },
  { backend: 'cpu', gpu: 'none' },
] as const)('losses and gradients on $backend are those of PyTorch', async ({ backend, gpu }) => {
  const browser = await launchBrowser({ gpu });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/optimize/gradients-harness.ts');
    const { errors, tensorsLeft } = await harness.evaluate((module, name) => module.compare(name), backend);
    expect(errors).toHaveLength(5);
    for (const error of errors) {
      const where = `${error.loss} of ${error.case}`;
      expect(error.evaluated, where).toBeLessThan(1e-4);
      expect(error.alone, where).toBeLessThan(1e-4);
      expect(error.gradient, where).toBeLessThan(1e-3);
      expect(error.directional, where).toBeLessThan(1e-2);
    }
    expect(tensorsLeft).toBe(0);
  } finally {
    await browser.close();
  }
});
