import { expect } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import type * as Harness from './webgpu-harness';

/** Paints frames of 64×48 by `lite` or a network of two layers, steadied, and expects no byte more on the device after the first few, nor than the engine says. */
export async function staysConstant(
  frames: number,
  network: 'lite' | 'tiny',
): Promise<{ readonly bytes: number; readonly browser: string }> {
  const browser = await launchBrowser({ gpu: 'webgpu' });
  try {
    const { page, errors } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/engine/webgpu-harness.ts');
    const { before, after, stated } = await harness.evaluate((module, args) => module.manyFrames(...args), [
      frames,
      network,
    ] as const);
    expect(before).toBeGreaterThan(0);
    expect(after).toBe(before);
    expect(after).toBe(stated);
    expect(errors).toEqual([]);
    return { bytes: after, browser: browser.version() };
  } finally {
    await browser.close();
  }
}
