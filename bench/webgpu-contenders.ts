/** Engines that run wherever there is a WebGPU device, in a browser or not. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { adapterName, isSoftwareAdapter } from '../src/engine/adapter';
import { TfjsEngine } from '../src/engine/tfjs/tfjs-engine';
import { useBackend } from '../src/engine/tfjs/use-backend';
import type { EnginePicture, StyleEngine } from '../src/engine/style-engine';
import { dialectsOf, type Precision } from '../src/engine/webgpu/dialect';
import type { TileStore, Tuning } from '../src/engine/webgpu/tile-store';
import { TileTuner } from '../src/engine/webgpu/tile-tuner';
import { hardwareTile } from '../src/engine/webgpu/hardware-tile';
import { softwareTile } from '../src/engine/webgpu/tiles';
import { WebGpuEngine } from '../src/engine/webgpu/webgpu-engine';
import type { Size } from '../src/protocol/quality';
import type { Bench, Contender, OpenContender } from './contender';

/**
 * With the tiles that a page would use: on graphics cards, those that are found when a network is first opened.
 * @param tuning ms for that, if other than a page's
 */
export function ours({ device, adapter }: Bench, precision: Precision, tuning?: number): OpenContender {
  const name = adapterName(adapter);
  const software = isSoftwareAdapter(name);
  const tuner = software ? null : new TileTuner(device, name, new PassingStore(), tuning);
  return async ({ model, size }) => {
    const dialect = dialectsOf(device).find((known) => known.precision === precision);
    if (!dialect) throw new Error(`no ${precision} here`);
    const usual = software ? softwareTile : hardwareTile;
    const engine = new WebGpuEngine(device, name, usual, dialect);
    const { tier } = model.spec;
    const tuned = await tuner?.recall(tier, dialect, usual);
    await engine.load(model, tuned ?? (await tuner?.tune(model, dialect, usual)) ?? usual);
    const texture = device.createTexture({
      size: [size.width, size.height],
      format: 'rgba16float',
      usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST,
    });
    const finished = () => device.queue.onSubmittedWorkDone();
    return painting(engine, { kind: 'image', texture }, size, finished, () => texture.destroy());
  };
}

/** Tiles for as long as a run lasts. */
class PassingStore implements TileStore {
  private readonly kept = new Map<string, Tuning>();

  get(key: string) {
    return Promise.resolve(this.kept.get(key) ?? null);
  }

  put(key: string, tuning: Tuning) {
    this.kept.set(key, tuning);
    return Promise.resolve();
  }

  delete(key: string) {
    this.kept.delete(key);
    return Promise.resolve();
  }
}

/** With its own operations only: our fused instance norm is not registered here. */
export function tfjsWebGpu({ device, adapter }: Bench): OpenContender {
  return async ({ model, size }) => {
    await useBackend('webgpu', () => new WebGPUBackend(device, adapter));
    const info = { engine: '', adapter: '', software: false, f16: false, threads: 1 };
    const engine = new TfjsEngine({ backend: 'webgpu', ...info });
    await engine.load(model);
    const buffer = device.createBuffer({
      size: size.width * size.height * 12,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
    });
    const finished = () => device.queue.onSubmittedWorkDone();
    return painting(engine, { kind: 'buffer', buffer, texture: null }, size, finished, () =>
      buffer.destroy(),
    );
  };
}

/** A contender of one of our engines. */
export function painting(
  engine: StyleEngine,
  picture: EnginePicture,
  size: Size,
  finished: () => Promise<void>,
  dispose: () => void = () => undefined,
): Contender {
  return {
    paint: () => engine.stylize(picture, size).release(),
    finished,
    dispose() {
      engine.dispose();
      dispose();
    },
  };
}
