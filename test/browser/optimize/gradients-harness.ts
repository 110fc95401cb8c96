/** Runs in the page: losses and gradients against PyTorch's and against differences. */
import * as tf from '@tensorflow/tfjs-core';
import { Objective, type LossSettings } from '../../../src/optimize/objective';
import { Pace } from '../../../src/optimize/pace';
import type { BackendName } from '../../../src/protocol/backend';
import { openTensors } from './backends';
import { loadGoldens, type Stored } from './goldens';

const LOSSES = ['content', 'style', 'variation'] as const;

export interface LossErrors {
  readonly case: string;
  readonly loss: string;
  /** |L − L_PyTorch| / L_PyTorch of `evaluate` and of `losses`. */
  readonly evaluated: number;
  readonly alone: number;
  /** ‖g − g_PyTorch‖ / ‖g_PyTorch‖ */
  readonly gradient: number;
  /** |difference along a random direction − g · direction| / |g · direction| */
  readonly directional: number;
}

export async function compare(backend: BackendName): Promise<{ errors: LossErrors[]; tensorsLeft: number }> {
  await openTensors(backend);
  const before = tf.memory().numTensors;
  const goldens = await loadGoldens();
  const errors: LossErrors[] = [];
  for (const golden of goldens.cases) {
    const picture = (stored: Stored | undefined) => {
      if (!stored) throw new Error('no picture');
      return goldens.picture(stored);
    };
    const { content, style, start, second } = golden.pictures;
    const examples = {
      content: picture(content),
      styles: [
        { picture: picture(style), weight: 1 },
        ...(second ? [{ picture: picture(second), weight: 3 }] : []),
      ],
      mask: 'mask' in golden ? picture(golden.mask) : null,
    };
    const x = picture(start);
    for (const loss of LOSSES) {
      const expected = golden.losses[loss];
      const stored = golden.gradients[loss];
      if (expected === undefined || !stored) continue;
      const wanted = goldens.gradient(stored);
      const objective = await Objective.create(
        goldens.network,
        examples,
        only(goldens.settings, loss),
        new Pace(),
      );
      const { gradient, losses } = await objective.evaluate(x, new Pace());
      const alone = await objective.losses(x, new Pace());
      const found = await gradient.data();
      errors.push({
        case: golden.name,
        loss,
        evaluated: Math.abs((await objective.read(losses))[loss] - expected) / expected,
        alone: Math.abs((await objective.read(alone))[loss] - expected) / expected,
        gradient: norm(wanted.map((value, at) => value - (found[at] ?? NaN))) / norm(wanted),
        directional: await directionalError(objective, x, wanted, found),
      });
      tf.dispose([gradient, losses, alone]);
      objective.dispose();
    }
    tf.dispose([x, examples.content, ...examples.styles.map(({ picture }) => picture)]);
    examples.mask?.dispose();
  }
  goldens.network.dispose();
  return { errors, tensorsLeft: tf.memory().numTensors - before };
}

function only(settings: LossSettings, loss: (typeof LOSSES)[number]): LossSettings {
  const weight = (name: string) => (name === loss ? 1 : 0);
  return {
    ...settings,
    contentWeight: weight('content'),
    styleWeight: weight('style'),
    variationWeight: weight('variation'),
  };
}

/** Central differences along the gradient turned by noise: steep enough to stand out of float32. */
async function directionalError(
  objective: Objective,
  x: tf.Tensor4D,
  wanted: Float32Array,
  found: ArrayLike<number>,
): Promise<number> {
  const random = tf.randomNormal([wanted.length], 0, 1, 'float32', 3);
  const noise = await random.data();
  random.dispose();
  const steepness = norm(wanted);
  const direction = wanted.map(
    (value, at) => value / steepness + (noise[at] ?? 0) / Math.sqrt(wanted.length) / 3,
  );
  const along = direction.reduce((sum, value, at) => sum + value * (found[at] ?? NaN), 0);
  const step = 0.0005;
  const value = async (distance: number) => {
    const there = tf.tidy(() =>
      tf.add<tf.Tensor4D>(x, tf.reshape(tf.mul(tf.tensor1d(direction), distance), x.shape)),
    );
    const losses = await objective.losses(there, new Pace());
    const { total } = await objective.read(losses);
    tf.dispose([there, losses]);
    return total;
  };
  const difference = ((await value(step)) - (await value(-step))) / (2 * step);
  return Math.abs(difference - along) / Math.abs(along);
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
}
