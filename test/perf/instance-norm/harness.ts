/** Runs in the page: instance normalization on WebGPU by our kernel and by TensorFlow.js's own operations. */
import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { INSTANCE_NORM, registerInstanceNormKernel } from '../../../src/engine/tfjs/instance-norm-webgpu';
import { useBackend } from '../../../src/engine/tfjs/use-backend';

const EPSILON = 1e-5;

export interface Times {
  /** Median ms until the GPU had really finished. */
  readonly ours: number;
  readonly moments: number;
  /** Largest difference of the two results. */
  readonly difference: number;
}

export async function open(): Promise<void> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const device = await adapter.requestDevice();
  registerInstanceNormKernel();
  await useBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
}

/** Both ways in turns, so that whatever else the machine does meets both alike. */
export async function compare(
  height: number,
  width: number,
  channels: number,
  rounds: number,
): Promise<Times> {
  const x = tf.randomNormal<tf.Rank.R4>([1, height, width, channels], 0.5, 2, 'float32', 1);
  const gamma = tf.randomNormal<tf.Rank.R1>([channels], 1, 0.5, 'float32', 2);
  const beta = tf.randomNormal<tf.Rank.R1>([channels], 0, 0.5, 'float32', 3);
  const ours = () =>
    tf.engine().runKernel<tf.Tensor4D>(INSTANCE_NORM, { x, gamma, beta }, { epsilon: EPSILON, relu: true });
  const moments = () =>
    tf.tidy(() => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.relu(tf.batchNorm4d(x, mean as tf.Tensor1D, variance as tf.Tensor1D, beta, gamma, EPSILON));
    });
  const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(ours(), moments()))));
  const times = { ours: [] as number[], moments: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await time(ours));
    times.moments.push(await time(moments));
  }
  const result = {
    ours: median(times.ours),
    moments: median(times.moments),
    difference: (await difference.data())[0] ?? NaN,
  };
  tf.dispose([x, gamma, beta, difference]);
  return result;
}

async function time(run: () => tf.Tensor4D): Promise<number> {
  const start = performance.now();
  const result = run();
  // One number read tells when the GPU is done; it costs both ways the same.
  const corner = tf.slice(result, [0, 0, 0, 0], [1, 1, 1, 1]);
  await corner.data();
  const ms = performance.now() - start;
  tf.dispose([result, corner]);
  return ms;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
