import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import type * as Harness from './compositor-harness';

const BYTES = 640 * 480 * 4;

test.each([
  { backend: 'wasm', gpu: 'none' },
  { backend: 'webgl', gpu: 'webgl' },
  { backend: 'webgpu', gpu: 'webgpu' },
] as const)('the original is freed when the canvas is cleared: $backend', async ({ backend, gpu }) => {
  const browser = await launchBrowser({ gpu });
  try {
    const { page, errors } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/renderer/compositor-harness.ts');
    const { held, cleared, again } = await harness.evaluate(
      (module, name) => module.heldBytes(name),
      backend,
    );
    expect(held).toBeGreaterThanOrEqual(BYTES);
    expect(cleared).toBeLessThan(100);
    expect(again).toBeGreaterThanOrEqual(BYTES);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});
