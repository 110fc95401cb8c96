import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpec } from '../../network/spec';
import { INSTANCE_NORM } from './instance-norm-webgpu';

/** The tensors of one layer; γ and β change with the style, the rest with the model. */
export interface LayerTensors {
  readonly kernel: tf.Tensor4D;
  readonly bias: tf.Tensor1D | null;
  gamma: tf.Tensor1D | null;
  beta: tf.Tensor1D | null;
}

/** Mean and biased variance of every channel. */
export interface Moments {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/** Puts other statistics in the place of a layer's own. */
export type Smooth = (layer: string, moments: Moments) => Moments;

/**
 * Runs one layer on an NHWC map.
 * @param residual output of the layer named by `layer.residual`, or null
 * @param smooth null normalizes with the layer's own statistics
 */
export function runLayer(
  x: tf.Tensor4D,
  layer: LayerSpec,
  tensors: LayerTensors,
  residual: tf.Tensor4D | null,
  epsilon: number,
  smooth: Smooth | null,
): tf.Tensor4D {
  const padded = reflectPad(upsample(x, layer.upsample), Math.floor(layer.kernel / 2));
  let y = convolve(padded, layer, tensors);
  const reluInNorm = layer.activation === 'relu' && residual === null;
  const { gamma, beta } = tensors;
  if (gamma && beta) {
    const change = smooth && ((moments: Moments) => smooth(layer.name, moments));
    y = instanceNorm(y, { gamma, beta }, epsilon, reluInNorm, change);
  }
  if (residual) y = tf.add(y, residual);
  if (layer.activation === 'relu' && !(layer.norm && reluInNorm)) y = tf.relu(y);
  if (layer.activation === 'tanh') y = tf.tanh(y);
  return layer.depthToSpace > 1 ? tf.depthToSpace(y, layer.depthToSpace, 'NHWC') : y;
}

function upsample(x: tf.Tensor4D, by: LayerSpec['upsample']): tf.Tensor4D {
  if (!by) return x;
  const size: [number, number] = [x.shape[1] * by.factor, x.shape[2] * by.factor];
  return by.mode === 'nearest'
    ? tf.image.resizeNearestNeighbor(x, size)
    : tf.image.resizeBilinear(x, size, false, true);
}

function reflectPad(x: tf.Tensor4D, pad: number): tf.Tensor4D {
  const sides: [number, number] = [pad, pad];
  return tf.mirrorPad(x, [[0, 0], sides, sides, [0, 0]], 'reflect');
}

function convolve(x: tf.Tensor4D, layer: LayerSpec, { kernel, bias }: LayerTensors): tf.Tensor4D {
  if (!bias) return tf.conv2d(x, kernel, layer.stride, 'valid');
  return tf.fused.conv2d({ x, filter: kernel, strides: layer.stride, pad: 'valid', bias });
}

/** Instance normalization (Ulyanov et al. 2016) of an NHWC map of one image, with optional ReLU. */
function instanceNorm(
  x: tf.Tensor4D,
  { gamma, beta }: { readonly gamma: tf.Tensor1D; readonly beta: tf.Tensor1D },
  epsilon: number,
  relu: boolean,
  smooth: ((moments: Moments) => Moments) | null,
): tf.Tensor4D {
  // The fused kernel, where there is one, keeps its statistics to itself.
  const fused = tf.getKernel(INSTANCE_NORM, tf.getBackend()) as tf.KernelConfig | undefined;
  if (fused && x.shape[3] % 4 === 0) {
    return tf.engine().runKernel(INSTANCE_NORM, { x, gamma, beta }, { epsilon, relu });
  }
  const own = channelMoments(x);
  const { mean, variance } = smooth?.(own) ?? own;
  const y = tf.batchNorm4d(x, mean, variance, beta, gamma, epsilon);
  return relu ? tf.relu(y) : y;
}

/** Those of a one-image NHWC map. */
export function channelMoments(x: tf.Tensor4D): Moments {
  const mean = spatialMean(x);
  return { mean, variance: spatialMean(tf.square(tf.sub(x, mean))) };
}

function spatialMean(x: tf.Tensor4D): tf.Tensor1D {
  const [, height, width, channels] = x.shape;
  // On WASM a mean over H and W transposes the map first; pooling over the whole map does not.
  if (tf.getBackend() === 'wasm') return tf.reshape(tf.avgPool(x, [height, width], 1, 'valid'), [channels]);
  return tf.mean(x, [0, 1, 2]);
}
