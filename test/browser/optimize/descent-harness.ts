/** Runs in the page: the three optimizers on the pair of the goldens, on WASM. */
import * as tf from '@tensorflow/tfjs-core';
import { Objective } from '../../../src/optimize/objective';
import { Adam, Sgd } from '../../../src/optimize/optimizers/first-order';
import { Lbfgs } from '../../../src/optimize/optimizers/lbfgs';
import type { Descent } from '../../../src/optimize/optimizers/optimizer';
import { Pace } from '../../../src/optimize/pace';
import type { OptimizerName } from '../../../src/protocol/optimize';
import { openTensors } from './backends';
import { loadGoldens } from './goldens';

export interface Course {
  /** Total at the start and after every iteration. */
  readonly totals: number[];
  /** Lowest total after every evaluation, the first included. */
  readonly lowest: number[];
  /** PyTorch's. */
  readonly expected: number[];
}

export async function descend(optimizer: OptimizerName, iterations: number): Promise<Course> {
  await openTensors('wasm');
  const goldens = await loadGoldens();
  const pace = new Pace();
  const content = goldens.picture(goldens.descent.pictures.content);
  const style = goldens.picture(goldens.descent.pictures.style);
  const examples = { content, styles: [{ picture: style, weight: 1 }], mask: null };
  const objective = await Objective.create(goldens.network, examples, goldens.settings, pace);
  const lowest: number[] = [];
  const descent: Descent = {
    evaluate: (x) => objective.evaluate(x, pace),
    async read(losses) {
      const known = await objective.read(losses);
      lowest.push(Math.min(known.total, lowest.at(-1) ?? Infinity));
      return known;
    },
  };
  const method = {
    adam: () => new Adam(descent, 0.02),
    sgd: () => new Sgd(descent, { initial: 1.5, decay: 0.96, steps: 100 }, 5),
    lbfgs: () => new Lbfgs(descent),
  }[optimizer]();
  const totals: number[] = [];
  let x: tf.Tensor4D = content.clone();
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { next, losses } = await method.step(x);
    totals.push((await losses).total);
    x.dispose();
    if (!next) break;
    x = next;
  }
  const last = await objective.losses(x, pace);
  totals.push((await objective.read(last)).total);
  tf.dispose([x, last, content, style]);
  method.dispose();
  objective.dispose();
  goldens.network.dispose();
  return { totals, lowest, expected: goldens.descent.totals };
}
