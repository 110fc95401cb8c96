import * as tf from '@tensorflow/tfjs-core';
import type { DecayingRate, Losses } from '../../protocol/optimize';
import type { Descent, Optimizer, Step } from './optimizer';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Adam (Kingma, Ba 2015), inside the range 0…1. The gradient counts per value, so that sizes compare. */
export class Adam implements Optimizer {
  private moments: { readonly first: tf.Tensor4D; readonly second: tf.Tensor4D } | null = null;
  private steps = 0;

  /**
   * @param rate in units of the picture's range
   * @param warmUp steps over which the rate rises: while nothing is known of the moments every pixel
   *   moves by the whole rate, which spoils a picture that is nearly done
   */
  constructor(
    private readonly descent: Descent,
    private readonly rate: number,
    private readonly warmUp = 1,
  ) {}

  async step(x: tf.Tensor4D): Promise<Step> {
    const { losses, gradient } = await this.descent.evaluate(x);
    const last = this.moments;
    const t = ++this.steps;
    const rate = this.rate * Math.min(1, t / this.warmUp);
    const scale = x.size;
    const first = tf.tidy(() => {
      const fresh = tf.mul<tf.Tensor4D>(gradient, (1 - BETA1) * scale);
      return last ? tf.add<tf.Tensor4D>(tf.mul(last.first, BETA1), fresh) : fresh;
    });
    const second = tf.tidy(() => {
      const fresh = tf.mul<tf.Tensor4D>(tf.square(tf.mul(gradient, scale)), 1 - BETA2);
      return last ? tf.add<tf.Tensor4D>(tf.mul(last.second, BETA2), fresh) : fresh;
    });
    this.dispose();
    this.moments = { first, second };
    const next = tf.tidy(() => {
      const deviation = tf.add(tf.mul(tf.sqrt(second), 1 / Math.sqrt(1 - BETA2 ** t)), EPSILON);
      const move = tf.mul(tf.div(first, deviation), rate / (1 - BETA1 ** t));
      return tf.clipByValue<tf.Tensor4D>(tf.sub(x, move), 0, 1);
    });
    gradient.dispose();
    return { next, losses: readAndDispose(this.descent, losses) };
  }

  dispose(): void {
    if (this.moments) tf.dispose([this.moments.first, this.moments.second]);
    this.moments = null;
  }
}

/** Pixels of the classic recipe go to 255, which its rates are meant for: once for x, once for ∂x. */
const RANGE = 255;

/**
 * Gradient descent with a decaying rate, inside the range 0…1. The gradient is that of a sum over the
 * values of x, its weights divided by their sum, so that a rate suits every size and most weights: 100,
 * as in Keras's recipe, is near the largest that is stable.
 */
export class Sgd implements Optimizer {
  private steps = 0;

  /**
   * @param rate for pixels of 0…255
   * @param weights sum of the weights in the total
   */
  constructor(
    private readonly descent: Descent,
    private readonly rate: DecayingRate,
    private readonly weights: number,
  ) {}

  async step(x: tf.Tensor4D): Promise<Step> {
    const { losses, gradient } = await this.descent.evaluate(x);
    const { initial, decay, steps } = this.rate;
    const rate = initial * decay ** (this.steps++ / steps);
    const next = tf.tidy(() => {
      const move = tf.mul(gradient, (rate * x.size) / (RANGE ** 2 * this.weights));
      return tf.clipByValue<tf.Tensor4D>(tf.sub(x, move), 0, 1);
    });
    gradient.dispose();
    return { next, losses: readAndDispose(this.descent, losses) };
  }

  dispose(): void {
    // Remembers nothing.
  }
}

async function readAndDispose(descent: Descent, losses: tf.Tensor1D): Promise<Losses> {
  try {
    return await descent.read(losses);
  } finally {
    losses.dispose();
  }
}
