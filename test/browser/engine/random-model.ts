import type { NetworkModel } from '../../../src/network/model';
import type { LayerSpec, NetworkSpec } from '../../../src/network/spec';
import type { WeightArray } from '../../../src/network/weights';
import { generator } from './random';

/** A small network of every kind of layer, with random widths, kernels, weights and picture size. */
export function randomModel(seed: number) {
  const random = generator(seed);
  const pick = <T>(...choices: [T, ...T[]]): T =>
    choices[Math.floor(random() * choices.length)] ?? choices[0];
  const layers: LayerSpec[] = [];
  let channels = 3;
  const add = (name: string, change: Partial<LayerSpec>) => {
    const layer: LayerSpec = {
      name,
      in: channels,
      out: pick(1, 4, 5, 8, 12),
      kernel: pick(1, 3, 3, 5, 9),
      stride: 1,
      padding: 'reflect',
      upsample: null,
      norm: true,
      bias: false,
      activation: 'relu',
      residual: null,
      depthToSpace: 1,
      ...change,
    };
    layers.push(layer);
    channels = layer.out / layer.depthToSpace ** 2;
  };
  add('stem', { stride: pick(1, 2) });
  const halved = layers[0]?.stride === 2;
  const width = channels;
  add('res1a', { out: width });
  add('res1b', { out: width, activation: 'none', residual: 'stem' });
  add('res2a', { out: width, kernel: 3 });
  add('res2b', { out: width, kernel: 3, activation: 'none', residual: 'res1b' });
  const toSpace = halved && random() < 0.5;
  if (halved && !toSpace)
    add('up', { upsample: { mode: pick('nearest', 'bilinear'), factor: 2 }, kernel: 3 });
  const last = { norm: false, bias: random() < 0.7, activation: 'tanh' } as const;
  add('out', { ...last, out: toSpace ? 12 : 3, depthToSpace: toSpace ? 2 : 1 });

  const weights = new Map<string, WeightArray>();
  const fill = (name: string, shape: number[], value: () => number) =>
    weights.set(name, {
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value),
    });
  for (const { name, kernel, in: inputs, out, norm, bias } of layers) {
    const scale = 1 / Math.sqrt(kernel ** 2 * inputs);
    fill(`${name}/kernel`, [kernel, kernel, inputs, out], () => (random() * 2 - 1) * scale);
    if (norm) fill(`${name}/gamma`, [3, out], () => 0.5 + random());
    if (norm) fill(`${name}/beta`, [3, out], () => random() - 0.5);
    if (bias) fill(`${name}/bias`, [out], () => random() - 0.5);
  }
  const size = { width: 12 + Math.floor(random() * 40), height: 12 + Math.floor(random() * 30) };
  const style = (id: string, row: number) => ({
    id,
    row,
    title: id,
    artist: '',
    year: '',
    licence: '',
    thumbnail: '',
  });
  const spec: NetworkSpec = {
    format: 'impasto-network',
    version: 1,
    tier: 'lite',
    title: 'random',
    epsilon: 1e-5,
    multiple: halved ? 2 : 1,
    layers,
    identityRow: 0,
    styles: [style('a', 1), style('b', 2)],
    weightsManifest: [],
    weights: { bytes: 0, sha256: '' },
  };
  const model: NetworkModel = { spec, weights };
  const text = `${size.width}×${size.height}: ${layers.map(({ name, kernel, stride, in: from, out }) => `${name} ${kernel}×${kernel}/${stride} ${from}→${out}`).join(', ')}`;
  const rgb = Float32Array.from({ length: size.width * size.height * 3 }, () => random());
  return { model, text, rgb, ...size, mix: { weights: { a: 0.6, b: 0.2 }, strength: 1 } };
}
