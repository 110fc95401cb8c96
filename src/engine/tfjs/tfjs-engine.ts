import * as tf from '@tensorflow/tfjs-core';
import { mixNorms } from '../../network/mix';
import type { NetworkModel } from '../../network/model';
import { requireWeight } from '../../network/weights';
import type { Size } from '../../protocol/quality';
import type { StyleMix } from '../../protocol/style';
import type { EngineInfo, EngineOutput, EnginePicture, StreamFrame, StyleEngine } from '../style-engine';
import { channelMoments, runLayer, type LayerTensors, type Smooth } from './layers';
import { Steadier } from './steadier';
import { trimPool } from './tensor-pool';

/** Below this deviation (of 0…1) a channel is flat and gets its mean back only. */
const FLAT_DEVIATION = 1e-3;

/**
 * Executes a NetworkSpec with TensorFlow.js operations on the backend that is set: the fallback
 * engine (WebGL, WASM, CPU) and the reference that other engines are held against.
 */
export class TfjsEngine implements StyleEngine {
  private model: NetworkModel | null = null;
  private mix: StyleMix = { weights: {}, strength: 1 };
  private layers = new Map<string, LayerTensors>();
  private readonly steadiers = new Map<object, Steadier>();
  /** What each stream was painted at last. */
  private readonly sizes = new Map<object, Size>();

  constructor(readonly info: EngineInfo) {}

  load(model: NetworkModel): Promise<void> {
    this.disposeLayers();
    this.forgetAll();
    this.model = model;
    for (const layer of model.spec.layers) {
      const shape: [number, number, number, number] = [layer.kernel, layer.kernel, layer.in, layer.out];
      const size = layer.kernel ** 2 * layer.in * layer.out;
      this.layers.set(layer.name, {
        kernel: tf.tensor4d(requireWeight(model.weights, `${layer.name}/kernel`, size).data, shape),
        bias: layer.bias
          ? tf.tensor1d(requireWeight(model.weights, `${layer.name}/bias`, layer.out).data)
          : null,
        gamma: null,
        beta: null,
      });
    }
    this.setMix(this.mix);
    return Promise.resolve();
  }

  setMix(mix: StyleMix): void {
    this.mix = mix;
    if (!this.model) return;
    for (const [name, { gamma, beta }] of mixNorms(this.model.spec, this.model.weights, mix)) {
      const layer = this.layers.get(name);
      if (!layer) continue;
      tf.dispose([layer.gamma, layer.beta].filter((tensor) => tensor !== null));
      layer.gamma = tf.tensor1d(gamma);
      layer.beta = tf.tensor1d(beta);
    }
  }

  stylize(picture: EnginePicture, size: Size, frame: StreamFrame | null = null): EngineOutput {
    if (frame) this.makeRoom(frame.stream, size);
    const steadier = frame && this.steadierOf(frame);
    const image = tf.tidy(() => {
      const input = toTensor(picture, size);
      if (frame) steadier?.watch(input, frame);
      const painted = this.restoreExposure(this.run(input, steadier?.smooth), input);
      return steadier?.blend(painted) ?? painted;
    });
    return toOutput(image, size);
  }

  trim(): void {
    this.forgetAll();
    trimPool();
  }

  forget(stream: object): void {
    this.forgetFrames(stream);
    this.sizes.delete(stream);
    trimPool();
  }

  /**
   * The network on a tensor [1, H, W, 3] of RGB 0…1, any H and W.
   * Throws an `Error` before `load`.
   */
  run(input: tf.Tensor4D, smooth: Smooth | null = null): tf.Tensor4D {
    const model = this.model;
    if (!model) throw new Error('no model is loaded');
    return tf.tidy(() => {
      const [, height, width] = input.shape;
      const { layers, epsilon, multiple } = model.spec;
      let x = padToMultiple(tf.sub(tf.mul(input, 2), 1), multiple);
      const kept = new Map<string, tf.Tensor4D>();
      for (const layer of layers) {
        const tensors = this.layers.get(layer.name);
        if (!tensors) throw new Error(`no tensors for ${layer.name}`);
        const residual = layer.residual === null ? null : (kept.get(layer.residual) ?? null);
        x = runLayer(x, layer, tensors, residual, epsilon, smooth);
        kept.set(layer.name, x);
      }
      const painted = tf.mul<tf.Tensor4D>(tf.add(x, 1), 0.5);
      const cropped = x.shape[1] === height && x.shape[2] === width;
      return cropped ? painted : tf.slice(painted, [0, 0, 0, 0], [1, height, width, 3]);
    });
  }

  memory(): { tensors: number; bytes: number } {
    const memory = tf.memory() as tf.MemoryInfo & { numBytesInGPU?: number };
    return { tensors: memory.numTensors, bytes: memory.numBytesInGPU ?? memory.numBytes };
  }

  /** TensorFlow.js itself stays: other networks' engines compute with it. */
  dispose(): void {
    this.disposeLayers();
    this.model = null;
    this.trim();
  }

  /**
   * Instance normalization discards exposure: below full strength every channel gets the photo's
   * mean and deviation back, with weight 1 − strength.
   */
  private restoreExposure(painted: tf.Tensor4D, photo: tf.Tensor4D): tf.Tensor4D {
    const weight = 1 - this.mix.strength;
    if (weight <= 0) return painted;
    const from = channelMoments(painted);
    const to = channelMoments(photo);
    const deviation = tf.maximum(tf.sqrt(from.variance), FLAT_DEVIATION);
    const matched = tf.add(
      tf.mul(tf.sub(painted, from.mean), tf.div(tf.sqrt(to.variance), deviation)),
      to.mean,
    );
    return tf.add<tf.Tensor4D>(tf.mul(painted, 1 - weight), tf.mul(matched, weight));
  }

  private steadierOf(frame: StreamFrame): Steadier | null {
    if (frame.smoothing <= 0) {
      this.forgetFrames(frame.stream);
      return null;
    }
    const steadier = this.steadiers.get(frame.stream) ?? new Steadier();
    this.steadiers.set(frame.stream, steadier);
    return steadier;
  }

  /** A stream has one size at a time: what it was painted with before makes room. */
  private makeRoom(stream: object, size: Size): void {
    const before = this.sizes.get(stream);
    this.sizes.set(stream, size);
    if (!before || (before.width === size.width && before.height === size.height)) return;
    this.forgetFrames(stream);
    trimPool();
  }

  private forgetFrames(stream: object): void {
    this.steadiers.get(stream)?.dispose();
    this.steadiers.delete(stream);
  }

  private forgetAll(): void {
    for (const stream of [...this.steadiers.keys()]) this.forgetFrames(stream);
    this.sizes.clear();
  }

  private disposeLayers(): void {
    for (const { kernel, bias, gamma, beta } of this.layers.values()) {
      tf.dispose([kernel, bias, gamma, beta].filter((tensor) => tensor !== null));
    }
    this.layers.clear();
  }
}

/** Reflection padding at the bottom and right, so that the strides divide the sides. */
function padToMultiple(x: tf.Tensor4D, multiple: number): tf.Tensor4D {
  const [, height, width] = x.shape;
  const bottom = (multiple - (height % multiple)) % multiple;
  const right = (multiple - (width % multiple)) % multiple;
  if (bottom === 0 && right === 0) return x;
  return tf.mirrorPad(
    x,
    [
      [0, 0],
      [0, bottom],
      [0, right],
      [0, 0],
    ],
    'reflect',
  );
}

function toTensor(picture: EnginePicture, { width, height }: Size): tf.Tensor4D {
  const shape: [number, number, number, number] = [1, height, width, 3];
  switch (picture.kind) {
    case 'buffer':
      return tf.tensor<tf.Rank.R4>({ buffer: picture.buffer, zeroCopy: true }, shape, 'float32');
    case 'texture':
      return tf.tensor<tf.Rank.R4>(
        { texture: picture.texture, height, width, channels: 'RGB' },
        shape,
        'float32',
      );
    case 'image':
      throw new Error('TensorFlow.js cannot read a texture of WebGPU');
    case 'pixels':
      return tf.tensor4d(picture.data, shape);
  }
}

/** Hands the tensor's memory out without reading it back; frees the tensor itself. */
function toOutput(image: tf.Tensor4D, { width, height }: Size): EngineOutput {
  try {
    if (tf.getBackend() === 'webgpu') {
      const { tensorRef, buffer } = image.dataToGPU();
      if (!buffer) throw new Error('the WebGPU backend gave no buffer');
      return { picture: { kind: 'buffer', buffer, texture: null }, release: () => tensorRef.dispose() };
    }
    if (tf.getBackend() === 'webgl') return toTexture(image, { width, height });
    return { picture: { kind: 'pixels', data: image.dataSync<'float32'>() }, release: () => undefined };
  } finally {
    image.dispose();
  }
}

function toTexture(image: tf.Tensor4D, { width, height }: Size): EngineOutput {
  // One texel a pixel needs four channels.
  const rgba = tf.pad4d(
    image,
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 1],
    ],
    1,
  );
  const { tensorRef, texture } = rgba.dataToGPU({ customTexShape: [height, width] });
  rgba.dispose();
  if (!texture) throw new Error('the WebGL backend gave no texture');
  return { picture: { kind: 'texture', texture }, release: () => tensorRef.dispose() };
}
