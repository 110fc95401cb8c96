import * as tf from '@tensorflow/tfjs-core';
import { flushTensors } from '../engine/tfjs/tensor-pool';
import { requireWeight } from '../network/weights';
import type { LayerName } from '../protocol/optimize';
import { canConvolve, convolve } from './conv-webgpu';
import type { PerceptualModel } from './network-file';
import type { Pace } from './pace';
import type { PerceptualSpec } from './perceptual-spec';

const NO_PADDING: readonly [[number, number], [number, number], [number, number]] = [
  [0, 0],
  [0, 0],
  [0, 0],
];

/** A layer's tensors; `reversed` is the kernel that takes gradients back: turned by 180°, in and out swapped. */
interface Stage {
  readonly name: LayerName;
  readonly kernel: tf.Tensor4D;
  readonly reversed: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
  readonly pool: boolean;
}

/** What one layer computed; NHWC, one picture. */
export interface StageOutput {
  /** Output of the pooling before the convolution, if there is one. */
  readonly pooled: tf.Tensor4D | null;
  readonly features: tf.Tensor4D;
}

/** Gradient of the losses at one layer with respect to its features, or null where there is no loss. */
export type HeadGradient = (layer: number, features: tf.Tensor4D) => tf.Tensor4D | null;

/**
 * VGG up to some layer, forward and back: each layer is a stage whose gradient is known in closed form,
 * with respect to its input alone. The chain rule is walked stage by stage, so that other work gets a
 * turn in between and every map is freed as soon as it was used.
 */
export class PerceptualNetwork {
  readonly names: readonly LayerName[];
  readonly channels: readonly number[];
  private readonly stages: readonly Stage[];
  /** Network input = RGB · scale + offset, per channel. */
  private readonly scale: tf.Tensor1D;
  private readonly offset: tf.Tensor1D;

  constructor({ spec, weights }: PerceptualModel) {
    const { scale, mean, std } = inputInRgb(spec);
    this.scale = tf.tensor1d(std.map((deviation) => scale / deviation));
    this.offset = tf.tensor1d(std.map((deviation, channel) => -(mean[channel] ?? 0) / deviation));
    this.names = spec.layers.map(({ name }) => name);
    this.channels = spec.layers.map(({ out }) => out);
    this.stages = spec.layers.map(({ name, in: inputs, out, kernel: side, poolBefore }, index) => {
      const shape: [number, number, number, number] = [side, side, inputs, out];
      const { data } = requireWeight(weights, `${name}/kernel`, side * side * inputs * out);
      const reorder = index === 0 && spec.input.order === 'BGR';
      const kernel = tf.tidy(() => {
        const stored = tf.tensor4d(data, shape);
        const ordered = reorder ? tf.reverse(stored, 2) : stored;
        // Groups of four channels suit every backend, the first layer's three do not.
        return index === 0
          ? tf.pad4d(ordered, [
              [0, 0],
              [0, 0],
              [0, 1],
              [0, 0],
            ])
          : ordered;
      });
      return {
        name,
        kernel,
        reversed: tf.tidy(() => tf.transpose<tf.Tensor4D>(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2])),
        bias: tf.tensor1d(requireWeight(weights, `${name}/bias`, out).data),
        pool: poolBefore,
      };
    });
  }

  /** Index of a layer; throws an `Error` if the network has no such layer. */
  indexOf(name: LayerName): number {
    const index = this.names.indexOf(name);
    if (index < 0) throw new Error(`the network has no ${name}`);
    return index;
  }

  /** How many times the map of a layer has been halved. */
  poolsUpTo(layer: number): number {
    return this.stages.slice(0, layer + 1).filter(({ pool }) => pool).length;
  }

  /**
   * The outputs of layers 0…last; the caller disposes them.
   * @param picture [1, H, W, 3], RGB 0…1
   */
  async forward(picture: tf.Tensor4D, last: number, pace: Pace): Promise<StageOutput[]> {
    const outputs: StageOutput[] = [];
    try {
      for (const stage of this.stages.slice(0, last + 1)) {
        outputs.push(this.runStage(stage, outputs.at(-1)?.features ?? picture, outputs.length === 0));
        await pace.breathe();
      }
      return outputs;
    } catch (error) {
      disposeOutputs(outputs);
      throw error;
    }
  }

  /** Visits the features of layers 0…last, each of which is freed when the next is there. */
  async visit(
    picture: tf.Tensor4D,
    last: number,
    pace: Pace,
    visitor: (layer: number, features: tf.Tensor4D) => void,
  ): Promise<void> {
    let before: StageOutput | null = null;
    try {
      for (const [layer, stage] of this.stages.slice(0, last + 1).entries()) {
        const output: StageOutput = this.runStage(stage, before?.features ?? picture, layer === 0);
        if (before) disposeOutputs([before]);
        before = output;
        visitor(layer, output.features);
        await pace.breathe();
      }
    } finally {
      if (before) disposeOutputs([before]);
    }
  }

  /**
   * Takes the gradients of the losses back to the picture. Disposes `outputs`, whatever happens.
   * @param outputs of `forward`; the last layer must have a head gradient
   * @returns [1, H, W, 3]; the caller disposes it
   */
  async backward(outputs: StageOutput[], head: HeadGradient, pace: Pace): Promise<tf.Tensor4D> {
    let gradient: tf.Tensor4D | null = null;
    try {
      for (let output = outputs.at(-1); output; output = outputs.at(-1)) {
        const layer = outputs.length - 1;
        const before = outputs[layer - 1]?.features ?? null;
        const after: tf.Tensor4D | null = gradient;
        gradient = this.reverseStage(layer, output, before, after, head);
        after?.dispose();
        disposeOutputs(outputs.splice(layer));
        flushTensors();
        await pace.breathe();
      }
      if (!gradient) throw new Error('no layers to go back through');
      return gradient;
    } catch (error) {
      gradient?.dispose();
      throw error;
    } finally {
      disposeOutputs(outputs);
    }
  }

  dispose(): void {
    tf.dispose([this.scale, this.offset]);
    for (const { kernel, reversed, bias } of this.stages) tf.dispose([kernel, reversed, bias]);
  }

  private runStage(stage: Stage, before: tf.Tensor4D, first: boolean): StageOutput {
    const pooled = stage.pool ? tf.maxPool(before, 2, 2, 'valid') : null;
    const features = tf.tidy(() => {
      const x = first ? this.normalized(before) : (pooled ?? before);
      const { kernel: filter, bias } = stage;
      if (canConvolve(x, filter)) return convolve('forward', x, filter, bias);
      return tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' });
    });
    return { pooled, features };
  }

  /** What the first layer takes: [1, H, W, 4], the fourth channel 0. */
  private normalized(picture: tf.Tensor4D): tf.Tensor4D {
    const scaled = tf.add<tf.Tensor4D>(tf.mul(picture, this.scale), this.offset);
    return tf.pad4d(scaled, [...NO_PADDING, [0, 1]]);
  }

  /** From the gradient after a layer to the gradient before it, the layer's own losses added. */
  private reverseStage(
    layer: number,
    { pooled, features }: StageOutput,
    before: tf.Tensor4D | null,
    after: tf.Tensor4D | null,
    head: HeadGradient,
  ): tf.Tensor4D {
    const stage = this.stages[layer];
    if (!stage) throw new Error(`the network has no layer ${layer}`);
    return tf.tidy(() => {
      const own = head(layer, features);
      const sum = own && after ? tf.add<tf.Tensor4D>(after, own) : (own ?? after);
      if (!sum) throw new Error(`${stage.name} has no loss to go back from`);
      const gradient = canConvolve(sum, stage.reversed)
        ? convolve('backward', sum, stage.reversed, features)
        : tf.conv2d(tf.mul<tf.Tensor4D>(sum, tf.step(features)), stage.reversed, 1, 'same');
      if (!before) return tf.mul(tf.slice(gradient, 0, [...gradient.shape.slice(0, 3), 3]), this.scale);
      return pooled ? maxPoolGradient(gradient, before, pooled) : gradient;
    });
  }
}

export function disposeOutputs(outputs: readonly StageOutput[]): void {
  for (const { pooled, features } of outputs) {
    pooled?.dispose();
    features.dispose();
  }
}

function maxPoolGradient(dy: tf.Tensor4D, input: tf.Tensor4D, output: tf.Tensor4D): tf.Tensor4D {
  return tf
    .engine()
    .runKernel('MaxPoolGrad', { dy, input, output }, { filterSize: 2, strides: 2, pad: 'valid' });
}

/** Mean and deviation in the order of RGB. */
function inputInRgb({ input }: PerceptualSpec): PerceptualSpec['input'] {
  if (input.order === 'RGB') return input;
  return { ...input, mean: [...input.mean].reverse(), std: [...input.std].reverse() };
}
