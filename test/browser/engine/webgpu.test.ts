import type { Browser, JSHandle } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import { TRAINED } from '../../models';
import { staysConstant } from './frames';
import { expectAgreement, type RandomNetwork } from './random-networks';
import type * as Harness from './webgpu-harness';

const TILES = ['hardware', 'software'] as const;
/** With tiles for hardware a workgroup is many subgroups here, with those for software it is one. */
const SUMS = ['memory', 'subgroups'] as const;
const WAYS = TILES.flatMap((tile) => SUMS.map((sums) => [tile, sums] as const));

/**
 * Seeds of networks with both ways of upsampling, single channels, strides, and sizes that tiles do not divide;
 * `npm run soak` has more of them.
 */
const RANDOM: readonly RandomNetwork[] = [
  [4, 'software', 'subgroups'],
  [12, 'hardware', 'memory'],
  [5, 'staged', 'memory'],
];

let browser: Browser;
let harness: JSHandle<typeof Harness>;

beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'webgpu' });
  const { page } = await newModulePage(browser);
  harness = await importModule<typeof Harness>(page, '/test/browser/engine/webgpu-harness.ts');
});
afterAll(() => browser.close());

describe("Impasto's own WebGPU engine", () => {
  // Tiles for hardware take processors long to compile: `npm run soak` has them, and every picture of each network.
  test.each(TRAINED)('agrees with PyTorch to 50 dB: %s', async (tier) => {
    const all = tier === 'lite';
    const figures = await harness.evaluate((module, args) => module.goldenPsnr(...args), [
      tier,
      'software',
      all,
    ] as const);
    expect(Object.keys(figures).length).toBeGreaterThanOrEqual(all ? 6 : 2);
    for (const [name, figure] of Object.entries(figures)) expect(figure, name).toBeGreaterThanOrEqual(50);
  });

  test('agrees with float64 on random layers, widths and sizes', { timeout: 300_000 }, async () => {
    await expectAgreement(harness, RANDOM);
  });

  test.each(WAYS)(
    'normalizes a large map of little contrast exactly, with tiles for %s and sums through %s',
    async (...way) => {
      const psnr = await harness.evaluate((module, args) => module.lowContrastPsnr(...args), way);
      expect(psnr).toBeGreaterThan(60);
    },
  );

  test('takes another style, strength and size with every frame, in constant memory', async () => {
    const { first, second } = await harness.evaluate((module) => module.switchEverything(200));
    expect(first).toBeGreaterThan(0);
    expect(second).toBe(first);
  });

  // `npm run soak` paints 10,000, by a whole network.
  test('creates nothing on the device in 1,000 frames, and no more than it says', async () => {
    await staysConstant(1000, 'tiny');
  });

  test('frees what a stream was painted with at another size, and all of it with the stream', async () => {
    const { large, small, forgotten } = await harness.evaluate((module) => module.streamMemory());
    expect(large).toBeGreaterThan(256 * 256 * 16);
    expect(small).toBeLessThan(large / 10);
    expect(forgotten).toBeLessThan(small);
  });

  test('gives way to TensorFlow.js, and says why, if the adapter computes wrongly', async () => {
    const { healthy, broken } = await harness.evaluate((module) => module.checkedEngines());
    expect(healthy).toBe('Impasto');
    expect(broken).toMatch(/^TensorFlow\.js, since our own failed here: .*differs/);
  });

  test('measures tiles once an adapter, and paints the same with what it finds', async () => {
    const { visits, measurements, kinds } = await harness.evaluate((module) => module.tuned());
    expect(measurements).toBe(1);
    expect(kinds.length).toBeGreaterThanOrEqual(2);
    for (const { name, psnr } of visits) {
      expect(name).toBe('Impasto');
      expect(psnr).toBeGreaterThan(60);
    }
  });

  test('keeps a dark picture dark at low strength, and while another is painted', async () => {
    const { photo, paint } = await harness.evaluate((module) => module.exposure(0.1));
    expect(Math.abs(paint - photo)).toBeLessThan(0.05);
  });
});
