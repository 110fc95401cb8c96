import * as tf from '@tensorflow/tfjs-core';

/**
 * Several Gram matrices as one. The style loss Σ shareₖ ‖G − Gₖ‖² / ‖Gₖ‖² is, all squares completed,
 * `factor` · ‖G − gram‖² + `constant`.
 */
export interface BlendedGram {
  readonly gram: tf.Tensor2D;
  readonly factor: number;
  readonly constant: number;
}

const TINY = 1e-12;

/**
 * Gram matrix FᵀF / pixels of a map [1, h, w, C] (Gatys et al. 2015): [C, C].
 * @param mask [h·w, 1], 0…1; pixels then count by their mask
 */
export function gram(features: tf.Tensor4D, mask: tf.Tensor2D | null): tf.Tensor2D {
  return tf.tidy(() => {
    const rows = asRows(features);
    if (!mask) return tf.div(tf.matMul(rows, rows, true), rows.shape[0]);
    return tf.div(tf.matMul(rows, tf.mul(rows, mask), true), maskSum(mask));
  });
}

/**
 * Takes the gradient of a loss with respect to a Gram matrix (symmetric, [C, C]) back to the features.
 * @returns the shape of `features`
 */
export function gramGradient(
  features: tf.Tensor4D,
  mask: tf.Tensor2D | null,
  slope: tf.Tensor2D,
): tf.Tensor4D {
  return tf.tidy(() => {
    const rows = asRows(features);
    const matrix = mask ? tf.mul(slope, tf.div(2, maskSum(mask))) : tf.mul(slope, 2 / rows.shape[0]);
    const gradient = tf.matMul(mask ? tf.mul(rows, mask) : rows, matrix);
    return tf.reshape(gradient, features.shape);
  });
}

/** Shares in proportion to `weights`. The result is the caller's; the Gram matrices are left alone. */
export async function blendGrams(
  grams: readonly tf.Tensor2D[],
  weights: readonly number[],
): Promise<BlendedGram> {
  const energies = await readAll(grams.map((matrix) => tf.tidy(() => tf.sum(tf.square(matrix)))));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const factors = energies.map((energy, index) => (weights[index] ?? 0) / sum / Math.max(energy, TINY));
  const factor = factors.reduce((total, value) => total + value, 0);
  const blended = tf.tidy(() =>
    grams
      .map((matrix, index) => tf.mul<tf.Tensor2D>(matrix, (factors[index] ?? 0) / factor))
      .reduce((total, matrix) => tf.add(total, matrix)),
  );
  if (grams.length === 1) return { gram: blended, factor, constant: 0 };
  const [energy = 0] = await readAll([tf.tidy(() => tf.sum(tf.square(blended)))]);
  return { gram: blended, factor, constant: 1 - factor * energy };
}

function asRows(features: tf.Tensor4D): tf.Tensor2D {
  const [, height, width, channels] = features.shape;
  return tf.reshape(features, [height * width, channels]);
}

function maskSum(mask: tf.Tensor2D): tf.Tensor {
  return tf.maximum(tf.sum(mask), TINY);
}

/** Reads scalars and disposes them. */
async function readAll(scalars: readonly tf.Tensor[]): Promise<number[]> {
  const values = await Promise.all(scalars.map((scalar) => scalar.data()));
  tf.dispose([...scalars]);
  return values.map(([value = NaN]) => value);
}
