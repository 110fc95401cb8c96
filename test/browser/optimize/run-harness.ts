/** Runs in the page: whole runs of the optimizer, without a worker, so that its tensors can be counted. */
import * as tf from '@tensorflow/tfjs-core';
import { trimPool } from '../../../src/engine/tfjs/tensor-pool';
import { loadPerceptual } from '../../../src/optimize/load-perceptual';
import { estimateMemory } from '../../../src/optimize/memory';
import { OptimizeRun } from '../../../src/optimize/optimize-run';
import { Pace } from '../../../src/optimize/pace';
import { PerceptualNetwork } from '../../../src/optimize/perceptual-network';
import type { BackendName } from '../../../src/protocol/backend';
import type { OptimizeEvents, OptimizeJob, OptimizeSettings } from '../../../src/protocol/optimize';
import { openTensors } from './backends';
import { loadGoldens } from './goldens';
import { photo, SETTINGS, strokes } from './pictures';

export interface Footprint {
  readonly tensors: number;
  readonly bytes: number;
}

/** The footprint when an iteration was told of. */
export interface Moment extends Footprint {
  readonly iteration: number;
}

/** Tensors, and bytes allocated where a backend tells them, else bytes of tensors. */
function footprint(): Footprint {
  const backend: unknown = tf.backend();
  const { bufferManager } = backend as { bufferManager?: { numBytesAllocated: number } };
  const { numBytesInGPUAllocated } = tf.memory() as tf.MemoryInfo & { numBytesInGPUAllocated?: number };
  const bytes = bufferManager?.numBytesAllocated ?? numBytesInGPUAllocated ?? tf.memory().numBytes;
  return { tensors: tf.memory().numTensors, bytes };
}

/** Takes a run's footprint at each of its reports, and before and after it; of the small network, or the built-in one. */
export async function watch(
  backend: BackendName,
  network: 'small' | 'built-in',
  change: Partial<OptimizeSettings>,
): Promise<{ during: Moment[]; before: Footprint; after: Footprint; estimate: number }> {
  await openTensors(backend);
  const settings = { ...SETTINGS, ...change };
  const side = settings.longSide;
  const during: Moment[] = [];
  const judge =
    network === 'small'
      ? (await loadGoldens()).network
      : new PerceptualNetwork(await loadPerceptual({ kind: 'built-in' }));
  const job: OptimizeJob = {
    photo: await photo(side, side),
    styles: [{ id: 'strokes', image: await strokes(side, side), weight: 1 }],
    mask: null,
    fast: { tier: 'lite', mix: { weights: {}, strength: 1 } },
    perceptual: { kind: 'built-in' },
    settings,
    resume: null,
  };
  const events: OptimizeEvents = {
    prepared: ({ fast }) => fast.close(),
    // Sent together: taken here, where the last one is settled.
    progress: (reports) => void during.push({ ...footprint(), iteration: reports.at(-1)?.iteration ?? 0 }),
    preview: (picture) => picture.close(),
    kept: (picture) => picture.close(),
  };
  const estimate = estimateMemory(job.photo, settings, 'built-in', {
    total: Infinity,
    tensor: Infinity,
  }).bytes;
  trimPool();
  const before = footprint();
  const tools = {
    network: judge,
    paintings: new Map(),
    events,
    pace: new Pace(),
    fast: () => photo(side, side),
    trim: trimPool,
  };
  await new OptimizeRun(job, tools).run();
  const after = footprint();
  judge.dispose();
  return { during, before, after, estimate };
}
