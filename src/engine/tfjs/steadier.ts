import * as tf from '@tensorflow/tfjs-core';
import {
  MAX_GAIN,
  MOVING,
  pastShares,
  REPLACED,
  REPLACED_FROM,
  REPLACED_TO,
  SAMPLES,
  STILL,
} from '../steadying';
import type { StreamFrame } from '../style-engine';
import type { Moments, Smooth } from './layers';

/** Of one frame, in memory of the backend: nothing is read back. */
interface Decision {
  readonly input: tf.Tensor4D;
  /** Shares of the past, and the gain of exposure; null where nothing of the past counts. */
  readonly past: {
    readonly statistics: tf.Scalar;
    readonly paint: tf.Scalar;
    readonly gain: tf.Scalar;
  } | null;
}

/**
 * The memory of one stream of frames: see steadying.ts. A cut shows here by the part of the picture that is
 * replaced alone. Call `watch`, the network with `smooth`, and `blend` in one `tf.tidy`.
 */
export class Steadier {
  private decision: Decision | null = null;
  private reference: tf.Tensor4D | null = null;
  private steadied: tf.Tensor4D | null = null;
  private readonly moments = new Map<string, Moments>();

  /** Before the network. */
  watch(input: tf.Tensor4D, frame: StreamFrame): void {
    const shares = pastShares(frame);
    const { reference } = this;
    const follows =
      shares.paint > 0 && reference !== null && tf.util.arraysEqual(reference.shape, input.shape);
    this.decision = { input, past: follows ? compare(input, reference, shares) : null };
  }

  /** For `runLayer`: mixes a layer's statistics with those of the frame before. */
  readonly smooth: Smooth = (layer, own) => {
    const before = this.moments.get(layer);
    const share = this.decision?.past?.statistics;
    const mixed =
      before && share
        ? { mean: mix(own.mean, before.mean, share), variance: mix(own.variance, before.variance, share) }
        : own;
    tf.dispose(before && [before.mean, before.variance]);
    this.moments.set(layer, { mean: tf.keep(mixed.mean), variance: tf.keep(mixed.variance) });
    return mixed;
  };

  /** After it: the steadied painting. */
  blend(painted: tf.Tensor4D): tf.Tensor4D {
    const { decision, reference, steadied } = this;
    if (!decision) throw new Error('watch first');
    const { input, past } = decision;
    let colour = painted;
    // A copy: the input may be memory that ingest writes the next picture to.
    let seen = tf.add<tf.Tensor4D>(input, 0);
    if (past && reference && steadied) {
      const change = tf.sub<tf.Tensor4D>(input, tf.mul(reference, past.gain));
      const moved = tf.max(tf.abs(tf.avgPool(change, 3, 1, 'same')), 3, true);
      const still = tf.clipByValue(tf.div(tf.sub(MOVING, moved), MOVING - STILL), 0, 1);
      const share = tf.mul<tf.Tensor4D>(still, past.paint);
      colour = mix(painted, steadied, share);
      seen = tf.sub(input, tf.mul(change, share));
    }
    this.forgetPicture();
    this.decision = null;
    this.reference = tf.keep(seen);
    this.steadied = tf.keep(tf.clone(colour));
    return colour;
  }

  dispose(): void {
    this.forgetPicture();
    for (const { mean, variance } of this.moments.values()) tf.dispose([mean, variance]);
    this.moments.clear();
  }

  private forgetPicture(): void {
    this.reference?.dispose();
    this.steadied?.dispose();
    this.reference = null;
    this.steadied = null;
  }
}

/** now + (before − now) · share. */
function mix<T extends tf.Tensor>(now: T, before: T, share: tf.Tensor): T {
  return tf.add<T>(now, tf.mul(tf.sub(before, now), share));
}

/** What the past may weigh, by a grid of samples: nothing if most of them are replaced. */
function compare(input: tf.Tensor4D, reference: tf.Tensor4D, shares: { statistics: number; paint: number }) {
  const now = tf.image.resizeNearestNeighbor(input, [SAMPLES, SAMPLES]);
  const before = tf.image.resizeNearestNeighbor(reference, [SAMPLES, SAMPLES]);
  const change = tf.max(tf.abs(tf.sub(now, before)), 3, true);
  const replaced = tf.cast(tf.greater(change, REPLACED), 'float32');
  const kept = tf.sub(1, replaced);
  const product = tf.sum(tf.mul(tf.mul(now, before), kept));
  const square = tf.sum(tf.mul(tf.mul(before, before), kept));
  const gain = tf.clipByValue(tf.div(product, tf.maximum(square, 1e-3)), 1 / MAX_GAIN, MAX_GAIN);
  const same = tf.clipByValue(
    tf.div(tf.sub(REPLACED_TO, tf.mean(replaced)), REPLACED_TO - REPLACED_FROM),
    0,
    1,
  );
  return {
    statistics: tf.mul<tf.Scalar>(same, shares.statistics),
    paint: tf.mul<tf.Scalar>(same, shares.paint),
    gain: gain as tf.Scalar,
  };
}
