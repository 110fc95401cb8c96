import { CompiledNetwork } from '../src/engine/webgpu/compiled-network';
import { paintTexture } from '../src/engine/webgpu/compute';
import type { Dialect, Precision } from '../src/engine/webgpu/dialect';
import { FrameGraph } from '../src/engine/webgpu/frame-graph';
import { GpuClock } from '../src/engine/webgpu/gpu-clock';
import { kindOf } from '../src/engine/webgpu/layer-kind';
import { hardwareTile } from '../src/engine/webgpu/hardware-tile';
import type { TileChoice } from '../src/engine/webgpu/tiles';
import type { NetworkModel } from '../src/network/model';
import type { Size, Tier } from '../src/protocol/quality';
import { isRight, type Measured } from './kernel-jobs';

export interface FrameTime {
  readonly tier: Tier;
  readonly size: Size;
  readonly precision: Precision;
  readonly tiles: 'usual' | 'best';
  readonly ms: number;
  /** By layer; their sum is what convolutions take without statistics and waiting for each other. */
  readonly layers: readonly { readonly name: string; readonly ms: number }[];
}

const ENOUGH_MS = 20;
const WARM_MS = 150;

/** Whole frames, with the usual tiles and with those that were found best. */
export async function frameTimes(
  device: GPUDevice,
  models: readonly NetworkModel[],
  sizes: readonly Size[],
  dialects: readonly Dialect[],
  measured: readonly Measured[],
  left: () => number,
): Promise<FrameTime[]> {
  const frames: FrameTime[] = [];
  for (const dialect of dialects) {
    for (const model of models) {
      for (const tiles of ['best', 'usual'] as const) {
        if (left() < 0) return frames;
        const choice = tiles === 'best' ? bestTiles(measured, dialect.precision) : hardwareTile;
        const network = await CompiledNetwork.create(device, model, choice, dialect);
        for (const size of sizes) {
          if (left() < 0) break;
          frames.push({ ...(await frameTime(device, network, size)), tiles });
        }
        network.destroy();
      }
    }
  }
  return frames;
}

async function frameTime(
  device: GPUDevice,
  network: CompiledNetwork,
  size: Size,
): Promise<Omit<FrameTime, 'tiles'>> {
  const picture = paintTexture(device, size);
  const graph = new FrameGraph(device, network, picture, size);
  const clock = new GpuClock(device);
  await clock.warm((pass) => graph.encode(pass), WARM_MS);
  const ms = await clock.timeRepeated((pass) => graph.encode(pass), ENOUGH_MS);
  const layers: { name: string; ms: number }[] = [];
  for (const [index, { layer }] of graph.plan.steps.entries())
    layers.push({
      name: layer.name,
      ms: await clock.timeRepeated((pass) => graph.encodeConvolution(pass, index), 2),
    });
  clock.destroy();
  graph.destroy();
  picture.destroy();
  return { tier: network.model.spec.tier, size, precision: network.dialect.precision, ms, layers };
}

/** The fastest of those that compute what they should, at any size. */
function bestTiles(measured: readonly Measured[], precision: Precision): TileChoice {
  const right = measured.filter((one) => one.precision === precision && isRight(one));
  return (step) => {
    const ofKind = right.filter(({ kind }) => kind === kindOf(step)).sort((a, b) => b.gflops - a.gflops);
    return ofKind[0]?.tile ?? hardwareTile(step);
  };
}
