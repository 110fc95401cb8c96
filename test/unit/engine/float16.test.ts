/**
 * The engine in float16, in Node: on the machine's graphics card, or on Mesa's software driver of version 23 or later,
 * for no adapter that a browser has without a card can do it. Wants `npm install --no-save webgpu`, else it skips, as
 * in CI: Mesa's compiler takes minutes the first time.
 */
import { expect, test } from 'vitest';
import { provideWebGpu } from '../../../bench/dawn';
import { requestBench } from '../../../bench/request-bench';
import { runReference } from '../../../src/engine/reference';
import { CheckedWebGpuEngine } from '../../../src/engine/webgpu/checked-engine';
import { readPicture, uploadPicture } from '../../../src/engine/webgpu/picture-transfer';
import type { TileStore } from '../../../src/engine/webgpu/tile-store';
import { TileTuner } from '../../../src/engine/webgpu/tile-tuner';
import { hardwareTile } from '../../../src/engine/webgpu/hardware-tile';
import { unstagedTile, type TileChoice } from '../../../src/engine/webgpu/tiles';
import { WebGpuEngine } from '../../../src/engine/webgpu/webgpu-engine';
import type { StyleEngine } from '../../../src/engine/style-engine';
import { mixNorms } from '../../../src/network/mix';
import type { NetworkModel } from '../../../src/network/model';
import type { Size } from '../../../src/protocol/quality';
import type { StyleMix } from '../../../src/protocol/style';
import { randomModel } from '../../browser/engine/random-model';
import { stagedTile } from '../../browser/engine/staged-tile';
import { readGoldens, readModel, TRAINED } from '../../models';
import { psnr } from '../../psnr';

const TIMEOUT = { timeout: 300_000 };
const F16 = { precision: 'f16', subgroup: null } as const;

/** A device with float16, or why there is none. */
async function openDevice() {
  try {
    provideWebGpu();
    const bench = await requestBench();
    return bench.device.features.has('shader-f16') ? bench : `no shader-f16 on ${bench.adapter.description}`;
  } catch (error) {
    return String(error).split('\n')[0] ?? '';
  }
}

const bench = await openDevice();

async function paint(device: GPUDevice, engine: StyleEngine, rgb: Float32Array, size: Size, mix: StyleMix) {
  engine.setMix(mix);
  const texture = uploadPicture(device, rgb, size);
  const { picture } = engine.stylize({ kind: 'image', texture }, size);
  if (picture.kind !== 'image') throw new Error('not an image');
  return readPicture(device, picture.texture);
}

async function expectParity(device: GPUDevice, engine: StyleEngine, model: NetworkModel) {
  await engine.load(model);
  for (const { name, mix, input, output, ...size } of readGoldens(model.spec.tier)) {
    const painted = await paint(device, engine, input, size, { weights: mix, strength: 1 });
    expect(psnr(painted, output, 1), name).toBeGreaterThan(40);
  }
}

/** A random network, in float16 and with these tiles, against float64. */
async function expectFloat64(device: GPUDevice, seed: number, tiles: TileChoice) {
  const { model, mix, rgb, ...size } = randomModel(seed);
  const engine = new WebGpuEngine(device, '', tiles, F16);
  await engine.load(model);
  const painted = await paint(device, engine, rgb, size, mix);
  const norms = mixNorms(model.spec, model.weights, mix);
  const expected = runReference(model.spec, model.weights, norms, rgb, size);
  expect(psnr(painted, expected, 1)).toBeGreaterThan(40);
  engine.dispose();
}

test.for(TRAINED)('float16 agrees with PyTorch to 40 dB: %s', TIMEOUT, async (tier, { skip }) => {
  if (typeof bench === 'string') return skip(bench);
  const engine = new WebGpuEngine(bench.device, '', hardwareTile, F16);
  await expectParity(bench.device, engine, readModel(tier));
  engine.dispose();
});

// Such code is another one, and takes so long to compile on processors that one layer in small tiles must do.
test('float16 agrees with float64 where a kernel is unrolled', TIMEOUT, async ({ skip }) => {
  if (typeof bench === 'string') return skip(bench);
  const unrolled: TileChoice = (step) => ({
    ...unstagedTile(step),
    ...(step.layer.name === 'up' && { pixels: 2, rows: 2, groups: 1, unrolled: true }),
  });
  await expectFloat64(bench.device, 11, unrolled);
});

// Networks of small kernels, for the same reason.
test.for([5])(
  'float16 agrees with float64 where input is staged: seed %i',
  TIMEOUT,
  async (seed, { skip }) => {
    if (typeof bench === 'string') return skip(bench);
    await expectFloat64(bench.device, seed, stagedTile(seed));
  },
);

test('float16 is what is used where it is there', TIMEOUT, async ({ skip }) => {
  if (typeof bench === 'string') return skip(bench);
  const { device } = bench;
  const adapter = { vendor: '', architecture: '', description: 'as if it were no processor' };
  // Nothing is measured: as if all tiles were known already.
  const store: TileStore = {
    get: () => Promise.resolve({ best: {}, tried: Infinity }),
    put: () => Promise.resolve(),
    delete: () => Promise.resolve(),
  };
  const engine = new CheckedWebGpuEngine(device, adapter as GPUAdapterInfo, new TileTuner(device, '', store));
  await engine.load(readModel('lite'));
  expect(engine.info).toMatchObject({ engine: 'Impasto', f16: true });
  engine.dispose();
});
