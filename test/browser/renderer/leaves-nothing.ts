import { expect } from 'vitest';
import { importModule, launchBrowser, newModulePage, type Gpu } from '../../browser-launch';
import type { BackendName } from '../../../src/protocol/backend';
import type * as Harness from './harness';

const MEGABYTE = 2 ** 20;

/**
 * The first collects at once when memory is measured, instead of some time later; the others are for
 * WASM, whose waiting threads never answer that measurement.
 */
const FLAGS = [
  '--enable-blink-features=ForceEagerMeasureMemory',
  '--js-flags=--expose-gc',
  '--enable-precise-memory-info',
];

export interface Remains {
  readonly browser: string;
  /** After `warm` frames and after all of them. */
  readonly tensors: readonly [number, number];
  readonly gpuBytes: readonly [number, number];
  /** JavaScript after a collection. */
  readonly heapBytes: readonly [number, number];
}

/**
 * Paints `total` frames at size 64 and expects that nothing was added after the first `warm`.
 * @param found told what there was, before it is judged
 */
export async function leavesNothing(
  backend: BackendName,
  gpu: Gpu,
  warm: number,
  total: number,
  found: (remains: Remains) => void = () => undefined,
): Promise<void> {
  const browser = await launchBrowser({ gpu, args: FLAGS });
  try {
    const { page, errors } = await newModulePage(browser);
    const warnings: string[] = [];
    page.on('console', (message) => warnings.push(message.text()));
    const harness = await importModule<typeof Harness>(page, '/test/browser/renderer/harness.ts');
    await harness.evaluate((module, name) => module.spawn({ backend: name }), backend);
    const sample = async (frames: number) => {
      const meters = await harness.evaluate((module, until) => module.paintUntil(until), frames);
      const heap = await harness.evaluate((module, all) => module.heapBytes(all), backend !== 'wasm');
      return { meters, heap };
    };
    const before = await sample(warm);
    const after = await sample(total);
    found({
      browser: browser.version(),
      tensors: [before.meters.tensors, after.meters.tensors],
      gpuBytes: [before.meters.gpuBytes, after.meters.gpuBytes],
      heapBytes: [before.heap, after.heap],
    });
    expect(after.meters.tensors).toBe(before.meters.tensors);
    expect(after.meters.gpuBytes).toBe(before.meters.gpuBytes);
    expect(after.meters.framesOpen).toBe(0);
    expect(after.heap - before.heap).toBeLessThan(2 * MEGABYTE);
    // Chromium says so when a frame is collected that nobody closed.
    expect(warnings.filter((text) => text.includes('garbage collected without being closed'))).toEqual([]);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
}
