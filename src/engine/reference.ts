import type { NormParameters } from '../network/mix';
import type { LayerSpec, NetworkSpec } from '../network/spec';
import { requireWeight, type Weights } from '../network/weights';
import type { Size } from '../protocol/quality';

/** A feature map in float64, row by row, channels last. */
interface Map64 extends Size {
  readonly channels: number;
  readonly data: Float64Array;
}

type ReferenceInput = readonly [
  spec: NetworkSpec,
  weights: Weights,
  norms: ReadonlyMap<string, NormParameters>,
  rgb: ArrayLike<number>,
  size: Size,
];

/**
 * Executes a network in plain float64, for checking engines against. Slow: some 15 M multiplications
 * for `lite` at 32×32.
 * @param input the last but one: 0…1, three values a pixel
 * @returns the painted picture in the same form
 */
export function runReference(...input: ReferenceInput): Float64Array {
  const steps = stepReference(...input);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same with a pause after every layer, in which others can have their turn. */
export function* stepReference(
  ...[spec, weights, norms, rgb, size]: ReferenceInput
): Generator<void, Float64Array> {
  let x = paddedInput(rgb, size, spec.multiple);
  const outputs = new Map<string, Map64>();
  for (const layer of spec.layers) {
    let y = convolve(upsample(x, layer.upsample), layer, weights);
    const norm = norms.get(layer.name);
    if (layer.norm && norm) y = normalize(y, norm, spec.epsilon);
    const residual = layer.residual === null ? undefined : outputs.get(layer.residual);
    if (residual) y = mapValues(y, (value, at) => value + (residual.data[at] ?? 0));
    if (layer.activation === 'relu') y = mapValues(y, (value) => Math.max(0, value));
    if (layer.activation === 'tanh') y = mapValues(y, Math.tanh);
    x = depthToSpace(y, layer.depthToSpace);
    outputs.set(layer.name, x);
    yield;
  }
  return cropped(x, size);
}

/** The index that reflection about the edges (without repeating them) leads to. */
function reflect(index: number, length: number): number {
  const i = Math.abs(index);
  return i >= length ? 2 * (length - 1) - i : i;
}

function paddedInput(rgb: ArrayLike<number>, size: Size, multiple: number): Map64 {
  const width = Math.ceil(size.width / multiple) * multiple;
  const height = Math.ceil(size.height / multiple) * multiple;
  return generate({ width, height, channels: 3 }, (x, y, c) => {
    const at = reflect(y, size.height) * size.width + reflect(x, size.width);
    return (rgb[at * 3 + c] ?? 0) * 2 - 1;
  });
}

function cropped(map: Map64, { width, height }: Size): Float64Array {
  return generate({ width, height, channels: 3 }, (x, y, c) => (at(map, x, y, c) + 1) / 2).data;
}

function upsample(map: Map64, by: LayerSpec['upsample']): Map64 {
  if (!by) return map;
  const size = { width: map.width * by.factor, height: map.height * by.factor, channels: map.channels };
  if (by.mode === 'nearest') {
    return generate(size, (x, y, c) => at(map, Math.floor(x / by.factor), Math.floor(y / by.factor), c));
  }
  const clamp = (index: number, length: number) => Math.min(length - 1, Math.max(0, index));
  return generate(size, (x, y, c) => {
    const sx = (x + 0.5) / by.factor - 0.5;
    const sy = (y + 0.5) / by.factor - 0.5;
    const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
    const sample = (dx: number, dy: number) =>
      at(map, clamp(x0 + dx, map.width), clamp(y0 + dy, map.height), c);
    const mix = (a: number, b: number, share: number) => a + (b - a) * share;
    return mix(mix(sample(0, 0), sample(1, 0), sx - x0), mix(sample(0, 1), sample(1, 1), sx - x0), sy - y0);
  });
}

function convolve(map: Map64, layer: LayerSpec, weights: Weights): Map64 {
  const { kernel, stride, in: inputs, out: channels } = layer;
  const taps = requireWeight(weights, `${layer.name}/kernel`, kernel ** 2 * inputs * channels).data;
  const bias = layer.bias ? requireWeight(weights, `${layer.name}/bias`, channels).data : null;
  const pad = Math.floor(kernel / 2);
  const width = Math.ceil(map.width / stride);
  const height = Math.ceil(map.height / stride);
  const data = new Float64Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const out = (y * width + x) * channels;
      if (bias) data.set(bias, out);
      for (let tap = 0; tap < kernel ** 2; tap++) {
        const row = reflect(y * stride + Math.floor(tap / kernel) - pad, map.height);
        const column = reflect(x * stride + (tap % kernel) - pad, map.width);
        const from = (row * map.width + column) * inputs;
        for (let i = 0; i < inputs; i++) {
          const value = map.data[from + i] ?? 0;
          const weight = (tap * inputs + i) * channels;
          for (let o = 0; o < channels; o++)
            data[out + o] = (data[out + o] ?? 0) + value * (taps[weight + o] ?? 0);
        }
      }
    }
  }
  return { width, height, channels, data };
}

function normalize(map: Map64, { gamma, beta }: NormParameters, epsilon: number): Map64 {
  const pixels = map.width * map.height;
  const mean = new Float64Array(map.channels);
  const variance = new Float64Array(map.channels);
  map.data.forEach((value, at) => {
    mean[at % map.channels] = (mean[at % map.channels] ?? 0) + value / pixels;
  });
  map.data.forEach((value, at) => {
    const c = at % map.channels;
    variance[c] = (variance[c] ?? 0) + (value - (mean[c] ?? 0)) ** 2 / pixels;
  });
  return mapValues(map, (value, at) => {
    const c = at % map.channels;
    return (
      ((value - (mean[c] ?? 0)) / Math.sqrt((variance[c] ?? 0) + epsilon)) * (gamma[c] ?? 0) + (beta[c] ?? 0)
    );
  });
}

/** TensorFlow's channel order: (row · block + column) · C + c. */
function depthToSpace(map: Map64, block: number): Map64 {
  if (block === 1) return map;
  const channels = map.channels / block ** 2;
  return generate({ width: map.width * block, height: map.height * block, channels }, (x, y, c) => {
    const cell = (y % block) * block + (x % block);
    return at(map, Math.floor(x / block), Math.floor(y / block), cell * channels + c);
  });
}

function at({ width, channels, data }: Map64, x: number, y: number, c: number): number {
  return data[(y * width + x) * channels + c] ?? 0;
}

function generate(size: Omit<Map64, 'data'>, value: (x: number, y: number, c: number) => number): Map64 {
  const { width, height, channels } = size;
  const data = Float64Array.from({ length: width * height * channels }, (_, index) => {
    const pixel = Math.floor(index / channels);
    return value(pixel % width, Math.floor(pixel / width), index % channels);
  });
  return { ...size, data };
}

function mapValues(map: Map64, value: (value: number, at: number) => number): Map64 {
  return { ...map, data: map.data.map(value) };
}
