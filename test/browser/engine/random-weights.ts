import type { NetworkModel } from '../../../src/network/model';
import type { LayerSpec, NetworkSpec } from '../../../src/network/spec';
import type { WeightArray } from '../../../src/network/weights';

/** A network of the given layers and styles, whose weights keep values in range. */
export function withRandomWeights(
  random: () => number,
  { styles, ...spec }: Pick<NetworkSpec, 'tier' | 'layers' | 'multiple'> & { styles: readonly string[] },
): NetworkModel {
  const weights = new Map<string, WeightArray>();
  const fill = (name: string, shape: readonly number[], value: () => number) =>
    weights.set(name, {
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value),
    });
  for (const { name, kernel, in: inputs, out, norm, bias } of spec.layers) {
    const scale = 1 / Math.sqrt(kernel ** 2 * inputs);
    fill(`${name}/kernel`, [kernel, kernel, inputs, out], () => (random() * 2 - 1) * scale);
    if (norm) fill(`${name}/gamma`, [styles.length + 1, out], () => 0.5 + random());
    if (norm) fill(`${name}/beta`, [styles.length + 1, out], () => random() - 0.5);
    if (bias) fill(`${name}/bias`, [out], () => random() - 0.5);
  }
  return { spec: { ...BLANK, ...spec, styles: styles.map(style) }, weights };
}

const BLANK = {
  format: 'impasto-network',
  version: 1,
  title: 'random',
  epsilon: 1e-5,
  identityRow: 0,
  weightsManifest: [],
  weights: { bytes: 0, sha256: '' },
} as const;

function style(id: string, index: number) {
  return { id, row: index + 1, title: id, artist: '', year: '', licence: '', thumbnail: '' };
}

/** Layers in which each takes what the one before gives; what is not said is as in most of them. */
export class LayerList {
  readonly layers: LayerSpec[] = [];
  /** Of what the last one gives. */
  channels = 3;

  add(name: string, kernel: number, out: number, change: Partial<LayerSpec> = {}): void {
    const layer: LayerSpec = { ...USUAL, name, kernel, in: this.channels, out, ...change };
    this.layers.push(layer);
    this.channels = layer.out / layer.depthToSpace ** 2;
  }
}

const USUAL = {
  stride: 1,
  padding: 'reflect',
  upsample: null,
  norm: true,
  bias: false,
  activation: 'relu',
  residual: null,
  depthToSpace: 1,
} as const;
