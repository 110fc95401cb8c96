import { describe, expect, test } from 'vitest';
import { importModule, newModulePage } from '../../browser-launch';
import { sharedBrowser } from '../../shared-browser';
import type * as Harness from './compositor-harness';

const BYTES = 640 * 480 * 4;

describe.each([
  { backend: 'wasm', gpu: 'none' },
  { backend: 'webgl', gpu: 'webgl' },
  { backend: 'webgpu', gpu: 'webgpu' },
] as const)('on $backend', ({ backend, gpu }) => {
  const browser = sharedBrowser({ gpu });

  async function opened() {
    const { page, errors } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/renderer/compositor-harness.ts');
    return { harness, errors };
  }

  test('the original is freed when the canvas is cleared', async () => {
    const { harness, errors } = await opened();
    const { held, cleared, again } = await harness.evaluate(
      (module, name) => module.heldBytes(name),
      backend,
    );
    expect(held).toBeGreaterThanOrEqual(BYTES);
    expect(cleared).toBeLessThan(100);
    expect(again).toBeGreaterThanOrEqual(BYTES);
    expect(errors).toEqual([]);
  });

  test('pictures can be taken of a surface where there is no VideoFrame', async () => {
    const { harness, errors } = await opened();
    const taken = await harness.evaluate((module, name) => module.takenOf(name, ['red', 'lime']), backend);
    expect(taken).toEqual([
      { width: 64, height: 48, pixel: [255, 0, 0, 255] },
      { width: 64, height: 48, pixel: [0, 255, 0, 255] },
    ]);
    expect(errors).toEqual([]);
  });

  if (backend === 'webgl')
    test('a surface reads every frame into the same texture; the display keeps none for its pictures', async () => {
      const { harness } = await opened();
      const { made, kept } = await harness.evaluate((module) => module.texturesForFrames());
      expect([made, kept]).toEqual([0, 0]);
    });
});
