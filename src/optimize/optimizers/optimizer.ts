import type * as tf from '@tensorflow/tfjs-core';
import type { Losses } from '../../protocol/optimize';
import type { Evaluation } from '../objective';

/** What an optimizer descends on; x is a tensor of any shape, in units of the picture's range 0…1. */
export interface Descent {
  /** At x; both tensors are the caller's. */
  evaluate(x: tf.Tensor4D): Promise<Evaluation>;
  /** Reads the losses of an evaluation; they stay the caller's. */
  read(losses: tf.Tensor1D): Promise<Losses>;
}

export interface Step {
  /** The next x, the caller's; null where nothing is left to improve. */
  readonly next: tf.Tensor4D | null;
  /** Of the x that was given. */
  readonly losses: Promise<Losses>;
}

/** Improves x step by step; between steps it keeps what its method remembers. */
export interface Optimizer {
  /** One iteration from x, which stays the caller's and is what the step before returned. */
  step(x: tf.Tensor4D): Promise<Step>;
  dispose(): void;
}
