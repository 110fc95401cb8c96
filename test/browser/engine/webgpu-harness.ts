/** Runs in the page: our WebGPU engine without worker or canvas. */
import { runReference } from '../../../src/engine/reference';
import { CheckedWebGpuEngine } from '../../../src/engine/webgpu/checked-engine';
import { readPicture, uploadPicture } from '../../../src/engine/webgpu/picture-transfer';
import { dialectsOf, PLAIN_DIALECT } from '../../../src/engine/webgpu/dialect';
import { hardwareTile } from '../../../src/engine/webgpu/hardware-tile';
import { softwareTile } from '../../../src/engine/webgpu/tiles';
import type { TileStore, Tuning } from '../../../src/engine/webgpu/tile-store';
import { TileTuner } from '../../../src/engine/webgpu/tile-tuner';
import { WebGpuEngine } from '../../../src/engine/webgpu/webgpu-engine';
import type { StyleEngine } from '../../../src/engine/style-engine';
import { mixNorms } from '../../../src/network/mix';
import { loadModel, type NetworkModel } from '../../../src/network/model';
import { modelFiles } from '../../../src/network/model-files';
import type { Tier } from '../../../src/protocol/quality';
import { MemoryMeter } from '../../../bench/memory-meter';
import { psnr } from '../../psnr';
import { fetchGoldens } from './fetch-goldens';
import { generator } from './random';
import { randomModel } from './random-model';
import { LayerList, withRandomWeights } from './random-weights';
import { stagedTile } from './staged-tile';

const TILES = { hardware: () => hardwareTile, software: () => softwareTile, staged: stagedTile };
/** What sums over a workgroup go through. */
type Sums = 'memory' | 'subgroups';
const errors: string[] = [];

async function openDevice(): Promise<{ device: GPUDevice; adapter: GPUAdapterInfo }> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const optional: readonly GPUFeatureName[] = ['subgroups'];
  const device = await adapter.requestDevice({
    requiredFeatures: optional.filter((feature) => adapter.features.has(feature)),
  });
  device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  return { device, adapter: adapter.info };
}

async function liteModel(): Promise<NetworkModel> {
  const files = modelFiles.get('lite');
  if (!files) throw new Error('no lite model');
  return loadModel(files);
}

/** An engine that makes use of all there is, or that sums as it is told. */
function openEngine(device: GPUDevice, tile: keyof typeof TILES, sums?: Sums, seed = 0): WebGpuEngine {
  const dialect = sums === 'memory' ? PLAIN_DIALECT : dialectsOf(device)[0];
  if (sums === 'subgroups' && !dialect?.subgroup) throw new Error('there are no subgroups');
  return new WebGpuEngine(device, '', TILES[tile](seed), dialect);
}

const trained = new Map<string, Promise<Trained>>();

interface Trained {
  readonly device: GPUDevice;
  readonly engine: WebGpuEngine;
  readonly model: NetworkModel;
}

/** An engine with a trained network, opened once for the whole page: to compile one takes long. */
function openTrained(tier: Tier, tile: keyof typeof TILES): Promise<Trained> {
  const key = `${tier} ${tile}`;
  const open = async () => {
    const files = modelFiles.get(tier);
    if (!files) throw new Error(`no ${tier} model`);
    const { device } = await openDevice();
    const engine = openEngine(device, tile);
    const model = await loadModel(files);
    await engine.load(model);
    return { device, engine, model };
  };
  const opened = trained.get(key) ?? open();
  trained.set(key, opened);
  return opened;
}

/** PSNR in dB of a tier's goldens (PyTorch, from the exported weights): of all, or of one of each size. */
export async function goldenPsnr(
  tier: Tier,
  tile: keyof typeof TILES,
  all: boolean,
): Promise<Record<string, number>> {
  const { device, engine } = await openTrained(tier, tile);
  const result: Record<string, number> = {};
  const widths = new Set<number>();
  for (const { name, width, height, mix, input, output } of await fetchGoldens(tier)) {
    if (!all && widths.has(width)) continue;
    widths.add(width);
    engine.setMix({ weights: mix, strength: 1 });
    result[name] = psnr(await paint(device, engine, input, width, height), output, 1);
  }
  throwErrors();
  return result;
}

/** PSNR against float64 of a network with random layers, weights and size. */
export async function randomPsnr(seed: number, tile: keyof typeof TILES, sums: Sums) {
  const { model, mix, width, height, rgb, text } = randomModel(seed);
  const { device } = await openDevice();
  const engine = openEngine(device, tile, sums, seed);
  await engine.load(model);
  engine.setMix(mix);
  const painted = await paint(device, engine, rgb, width, height);
  const norms = mixNorms(model.spec, model.weights, mix);
  const expected = runReference(model.spec, model.weights, norms, rgb, { width, height });
  return finish(device, engine, { text, psnr: psnr(painted, expected, 1) });
}

/**
 * PSNR against float64 of a large bright picture with hardly any contrast, all of which normalization brings out:
 * where a variance is a difference of large sums, or sums lose small terms, it is wrong.
 */
export async function lowContrastPsnr(tile: keyof typeof TILES, sums: Sums): Promise<number> {
  // ε is out of the way.
  const { spec, weights } = tinyModel(1e-12);
  const random = generator(2);
  const size = { width: 960, height: 540 };
  const rgb = Float32Array.from({ length: size.width * size.height * 3 }, () => 0.95 + 0.001 * random());
  const mix = { weights: { a: 1 }, strength: 1 };
  const { device } = await openDevice();
  const engine = openEngine(device, tile, sums);
  await engine.load({ spec, weights });
  engine.setMix(mix);
  const painted = await paint(device, engine, rgb, size.width, size.height);
  const expected = runReference(spec, weights, mixNorms(spec, weights, mix), rgb, size);
  return finish(device, engine, psnr(painted, expected, 1));
}

/** Two layers of one tap. */
function tinyModel(epsilon: number): NetworkModel {
  const list = new LayerList();
  list.add('stem', 1, 4);
  list.add('out', 1, 3, { norm: false, activation: 'tanh' });
  const about = { tier: 'lite', layers: list.layers, multiple: 1, styles: ['a'] } as const;
  const { spec, weights } = withRandomWeights(generator(1), about);
  return { spec: { ...spec, epsilon }, weights };
}

/** Switches style and size with every frame; gives the bytes in use at the end of each of two halves. */
export async function switchEverything(frames: number): Promise<{ first: number; second: number }> {
  const { device } = await openDevice();
  const engine = new WebGpuEngine(device, '', softwareTile);
  const { model } = randomModel(1);
  await engine.load(model);
  const sizes = [
    [16, 16],
    [20, 12],
    [17, 23],
  ] as const;
  const pictures = sizes.map(([width, height]) =>
    uploadPicture(device, new Float32Array(width * height * 3), { width, height }),
  );
  const bytes: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const index = frame % sizes.length;
    const [[width, height], texture] = [sizes[index] ?? [16, 16], pictures[index]];
    if (!texture) throw new Error('no picture');
    const style = model.spec.styles[frame % model.spec.styles.length]?.id ?? '';
    engine.setMix({ weights: { [style]: 1 }, strength: (frame % 5) / 4 });
    engine.stylize({ kind: 'image', texture }, { width, height }).release();
    if (frame % 50 === 49) await device.queue.onSubmittedWorkDone();
    bytes.push(engine.memory().bytes);
  }
  const half = Math.floor(frames / 2);
  const peak = (values: number[]) => Math.max(...values);
  return finish(device, engine, { first: peak(bytes.slice(0, half)), second: peak(bytes.slice(half)) });
}

/**
 * Paints many frames of 64×48 as a stream; bytes that were created and not destroyed after a few and at the most
 * from then on, and those that the engine says it has.
 */
export async function manyFrames(
  frames: number,
  network: 'lite' | 'tiny',
): Promise<{ before: number; after: number; stated: number }> {
  const { device } = await openDevice();
  const size = { width: 64, height: 48 };
  const texture = uploadPicture(device, new Float32Array(64 * 48 * 3).fill(0.4), size);
  const meter = new MemoryMeter(device);
  const engine = new WebGpuEngine(device, '', softwareTile);
  await engine.load(network === 'lite' ? await liteModel() : tinyModel(1e-5));
  const stream = {};
  let before = 0;
  for (let frame = 0; frame < frames; frame++) {
    const place = { stream, smoothing: 0.5, elapsed: frame === 0 ? null : 1 / 30 };
    engine.stylize({ kind: 'image', texture }, size, place).release();
    if (frame === 10) before = meter.restart();
    // As live: one in flight, or the queue would hold them all.
    await device.queue.onSubmittedWorkDone();
  }
  return finish(device, engine, { before, after: meter.peak(), stated: engine.memory().bytes });
}

/** Bytes in use while one stream is painted large, while it is small, and when it is forgotten. */
export async function streamMemory(): Promise<{ large: number; small: number; forgotten: number }> {
  const { device } = await openDevice();
  const engine = new WebGpuEngine(device, '', softwareTile);
  await engine.load(tinyModel(1e-5));
  const stream = {};
  const bytesAt = (width: number, height: number) => {
    const texture = uploadPicture(device, new Float32Array(width * height * 3), { width, height });
    const place = { stream, smoothing: 0.5, elapsed: null };
    engine.stylize({ kind: 'image', texture }, { width, height }, place).release();
    return engine.memory().bytes;
  };
  const [large, small] = [bytesAt(256, 256), bytesAt(16, 16)];
  engine.forget(stream);
  return finish(device, engine, { large, small, forgotten: engine.memory().bytes });
}

/** Which engine is used if weights arrive in GPU memory altered, as by a broken driver, and if they do not. */
export async function checkedEngines(): Promise<{ healthy: string; broken: string }> {
  const { model } = randomModel(1);
  const open = async (breakIt: boolean) => {
    const { device, adapter } = await openDevice();
    if (breakIt) {
      const write = device.queue.writeBuffer.bind(device.queue);
      device.queue.writeBuffer = (buffer: GPUBuffer, offset: number, data: GPUAllowSharedBufferSource) => {
        write(buffer, offset, data instanceof Float32Array ? data.map((value) => value * 1.5) : data);
      };
    }
    const engine = new CheckedWebGpuEngine(device, adapter);
    await engine.load(model);
    const { engine: name } = engine.info;
    engine.dispose();
    device.destroy();
    return name;
  };
  return { healthy: await open(false), broken: await open(true) };
}

/** Tunes with time enough for all variants, and again as the next visit would: what was measured, and PSNR against float64. */
export async function tuned() {
  const { device, adapter } = await openDevice();
  const { model, mix, rgb, width, height } = randomModel(6);
  const kept = new Map<string, Tuning>();
  let measurements = 0;
  const store: TileStore = {
    get: (key) => Promise.resolve(kept.get(key) ?? null),
    put: (key, tuning) => {
      measurements++;
      kept.set(key, tuning);
      return Promise.resolve();
    },
    delete: (key) => Promise.resolve(void kept.delete(key)),
  };
  const small = { width: 48, height: 32 };
  // The usual tile and one that is staged: such workgroups take processors long to compile.
  const tuner = new TileTuner(device, adapter.description, store, Infinity, small, 2);
  const norms = mixNorms(model.spec, model.weights, mix);
  const expected = runReference(model.spec, model.weights, norms, rgb, { width, height });
  const visits: { name: string; psnr: number }[] = [];
  for (let visit = 0; visit < 2; visit++) {
    const engine = new CheckedWebGpuEngine(device, adapter, tuner);
    await engine.load(model);
    engine.setMix(mix);
    const painted = await paint(device, engine, rgb, width, height);
    visits.push({ name: engine.info.engine, psnr: psnr(painted, expected, 1) });
    engine.dispose();
  }
  device.destroy();
  if (errors.length > 0) throw new Error(errors.join('; '));
  return { visits, measurements, kinds: Object.keys([...kept.values()][0]?.best ?? {}) };
}

/** Mean of a dark picture's paint at low strength, read when another was painted since, and of the picture itself. */
export async function exposure(strength: number): Promise<{ photo: number; paint: number }> {
  const { device, engine, model } = await openTrained('lite', 'software');
  engine.setMix({ weights: { [model.spec.styles[0]?.id ?? '']: 1 }, strength });
  const rgb = Float32Array.from({ length: 48 * 48 * 3 }, (_, at) => 0.1 + 0.08 * Math.sin(at / 7));
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const size = { width: 48, height: 48 };
  const { picture } = engine.stylize({ kind: 'image', texture: uploadPicture(device, rgb, size) }, size);
  if (picture.kind !== 'image') throw new Error('not an image');
  await paint(device, engine, new Float32Array(32 * 32 * 3), 32, 32);
  const painted = await readPicture(device, picture.texture);
  throwErrors();
  return { photo: mean(rgb), paint: mean(painted) };
}

async function paint(
  device: GPUDevice,
  engine: StyleEngine,
  rgb: Float32Array,
  width: number,
  height: number,
) {
  const texture = uploadPicture(device, rgb, { width, height });
  const { picture } = engine.stylize({ kind: 'image', texture }, { width, height });
  if (picture.kind !== 'image') throw new Error('not an image');
  const painted = await readPicture(device, picture.texture);
  texture.destroy();
  return painted;
}

function finish<T>(device: GPUDevice, engine: StyleEngine, result: T): T {
  engine.dispose();
  device.destroy();
  throwErrors();
  return result;
}

function throwErrors(): void {
  if (errors.length > 0) throw new Error(errors.join('\n'));
}
