import { convolutionWgsl } from '../src/engine/webgpu/conv-shader';
import { run } from '../src/engine/webgpu/conv-dispatch';
import type { Dialect, Precision } from '../src/engine/webgpu/dialect';
import {
  groupsOf,
  planExecution,
  type ConvStep,
  type ExecutionPlan,
} from '../src/engine/webgpu/execution-plan';
import { GpuClock } from '../src/engine/webgpu/gpu-clock';
import { kindOf } from '../src/engine/webgpu/layer-kind';
import { candidatesOf, tileName, type WorkgroupLimits } from '../src/engine/webgpu/tile-candidates';
import { hardwareTile } from '../src/engine/webgpu/hardware-tile';
import type { Tile } from '../src/engine/webgpu/tiles';
import type { NetworkModel } from '../src/network/model';
import type { Size, Tier } from '../src/protocol/quality';
import { differenceOf, KernelRig } from './kernel-rig';
import type { PipelineQueue } from './pipeline-queue';

interface Candidate {
  readonly tile: Tile;
  readonly code: string;
}

/** One kind of layer at one size and in one precision, with its tiles: the usual one first. */
export interface Job {
  readonly model: NetworkModel;
  readonly plan: ExecutionPlan;
  readonly step: ConvStep;
  readonly kind: string;
  readonly precision: Precision;
  readonly gflop: number;
  readonly candidates: readonly Candidate[];
}

export interface Measured {
  readonly tier: Tier;
  readonly size: Size;
  readonly kind: string;
  readonly precision: Precision;
  readonly tile: Tile;
  readonly name: string;
  readonly usual: boolean;
  readonly ms: number;
  readonly gflops: number;
  /** From the usual tile's output, relative to its largest value; null where it was not compared. */
  readonly difference: number | null;
}

/** Small, and of a shape that tiles do not divide. */
const CHECKED_AT: Size = { width: 148, height: 108 };
/** Sums in another order differ by less, also where float16 is stored: in maps or, whatever the precision, in the picture. */
export const TOLERANCE: Readonly<Record<Precision, number>> = { f16: 2e-2, f32: 2e-3 };
const ENOUGH_MS = 4;
const ROUNDS = 3;
/** Between two tiles the device idles, while outputs are compared. */
const WARM_MS = 40;

/** All there is to measure, the most important first: by precision, size, tier, and arithmetic. */
export function jobsOf(
  models: readonly NetworkModel[],
  sizes: readonly Size[],
  dialects: readonly Dialect[],
  limits: WorkgroupLimits,
  most: number,
): Job[] {
  return sizes.flatMap((size) =>
    dialects.flatMap((dialect) =>
      models.flatMap((model) => {
        const plan = planExecution(model.spec, size);
        const kinds = new Map(plan.steps.map((step) => [kindOf(step), step]));
        return [...kinds]
          .map(([kind, step]) => ({
            ...{ model, plan, step, kind, precision: dialect.precision, gflop: gflopOf(step) },
            candidates: tilesOf(step, dialect.precision, limits, most).map((tile) => ({
              tile,
              code: convolutionWgsl(step, tile, dialect),
            })),
          }))
          .sort((a, b) => b.gflop - a.gflop);
      }),
    ),
  );
}

function tilesOf(step: ConvStep, precision: Precision, limits: WorkgroupLimits, most: number): Tile[] {
  const usual = hardwareTile(step);
  return [usual, ...candidatesOf(step, usual, precision, limits)].slice(0, most);
}

function gflopOf({ layer, outputSize }: ConvStep): number {
  return (2 * layer.kernel ** 2 * layer.in * layer.out * outputSize.width * outputSize.height) / 1e9;
}

export function describe({ model, kind, precision, step }: Job): string {
  return `${model.spec.tier} ${precision} ${kind} (${groupsOf(step.layer.in)})`;
}

/** Measures a job's tiles one after the other, as long as `goOn`. */
export async function measureJob(
  device: GPUDevice,
  job: Job,
  queue: PipelineQueue,
  goOn: () => boolean,
): Promise<Measured[]> {
  const { model, plan, step, precision, candidates } = job;
  const tiles = candidates.map(({ tile }) => tile);
  const rig = new KernelRig(device, model, plan, step, precision, tiles);
  const small = planExecution(model.spec, CHECKED_AT);
  const same = small.steps[plan.steps.indexOf(step)];
  if (!same) throw new Error('another plan');
  const checking = new KernelRig(device, model, small, same, precision, tiles);
  const clock = new GpuClock(device);
  const measured: Measured[] = [];
  let expected: Float32Array[] | null = null;
  for (const { tile, code } of candidates) {
    if (!goOn()) break;
    try {
      const pipeline = await queue.get(code);
      const outputs = await checking.outputs(tile, pipeline);
      expected ??= outputs;
      const ms = await medianOf(clock, rig, tile, pipeline);
      measured.push({
        ...{ tier: model.spec.tier, size: plan.size, kind: job.kind, precision, tile, ms },
        name: tileName(tile),
        usual: tile === tiles[0],
        gflops: job.gflop / (ms / 1000),
        difference: differenceOf(outputs, expected),
      });
    } catch (error) {
      console.log(`${describe(job)} ${tileName(tile)}: ${String(error).split('\n')[0] ?? ''}`);
    }
  }
  clock.destroy();
  checking.destroy();
  rig.destroy();
  return measured;
}

async function medianOf(clock: GpuClock, rig: KernelRig, tile: Tile, pipeline: GPUComputePipeline) {
  const dispatch = rig.dispatch(tile, pipeline);
  const times: number[] = [];
  await clock.warm((pass) => run(pass, dispatch), WARM_MS);
  for (let round = 0; round < ROUNDS; round++)
    times.push(await clock.timeRepeated((pass) => run(pass, dispatch), ENOUGH_MS));
  return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
}

/** Whether it computes what the usual tile does. */
export function isRight({ difference, precision }: Measured): boolean {
  return difference !== null && difference <= TOLERANCE[precision];
}
