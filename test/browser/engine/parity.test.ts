import { describe, expect, test } from 'vitest';
import { importModule, newModulePage, type Gpu } from '../../browser-launch';
import { TRAINED } from '../../models';
import { sharedBrowser } from '../../shared-browser';
import type { BackendName } from '../../../src/protocol/backend';
import type * as Harness from './harness';

const BACKENDS: readonly { gpu: Gpu; backends: readonly { backend: BackendName; least: number }[] }[] = [
  { gpu: 'webgpu', backends: [{ backend: 'webgpu', least: 50 }] },
  { gpu: 'webgl', backends: [{ backend: 'webgl', least: 40 }] },
  {
    gpu: 'none',
    backends: [
      { backend: 'wasm', least: 50 },
      { backend: 'cpu', least: 50 },
    ],
  },
];

describe.each(BACKENDS)('with graphics: $gpu', ({ gpu, backends }) => {
  const browser = sharedBrowser({ gpu });

  const opened = async (backend: BackendName) => {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/engine/harness.ts');
    await harness.evaluate((module, name) => module.openEngine(name), backend);
    return harness;
  };

  test.each(backends)(
    'TensorFlow.js on $backend agrees with PyTorch to $least dB',
    async ({ backend, least }) => {
      const harness = await opened(backend);
      for (const tier of TRAINED) {
        // The others are slow without a graphics card: of each network they paint the pictures of odd width.
        const all = backend === 'wasm';
        const figures = await harness.evaluate((module, args) => module.goldenPsnr(...args), [
          tier,
          all,
        ] as const);
        expect(Object.keys(figures).length).toBeGreaterThanOrEqual(all ? 6 : 1);
        for (const [name, figure] of Object.entries(figures))
          expect(figure, `${tier} ${name}`).toBeGreaterThanOrEqual(least);
      }
    },
  );

  if (gpu === 'webgl')
    test('TensorFlow.js keeps no memory of sizes that a stream is no longer painted at', async () => {
      const harness = await opened('webgl');
      const { allocated, free } = await harness.evaluate((module) => module.keptBytes([64, 128, 192, 64]));
      expect(allocated[3]).toBeLessThanOrEqual(allocated[0] ?? NaN);
      expect(free).toBe(0);
    });
});
