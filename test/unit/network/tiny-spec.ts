/** A network small enough to be written out: one normalized layer, one that ends in RGB, two styles. */
import type { LayerSpec, NetworkSpec } from '../../../src/network/spec';

const LAYER: Omit<LayerSpec, 'name' | 'in' | 'out'> = {
  upsample: null,
  padding: 'reflect',
  kernel: 3,
  stride: 1,
  bias: false,
  norm: false,
  residual: null,
  activation: 'none',
  depthToSpace: 1,
};

export function layer(name: string, from: number, to: number, change: Partial<LayerSpec> = {}): LayerSpec {
  return { ...LAYER, name, in: from, out: to, ...change };
}

const STYLE = { artist: 'A', year: '1900', licence: 'Public domain', thumbnail: 'thumbnails/x.webp' };

export const TINY_SPEC: NetworkSpec = {
  format: 'impasto-network',
  version: 1,
  tier: 'lite',
  title: 'Tiny',
  epsilon: 1e-5,
  multiple: 4,
  layers: [layer('first', 3, 2, { norm: true }), layer('last', 2, 3)],
  identityRow: 1,
  styles: [
    { ...STYLE, id: 'waves', title: 'Waves', row: 0 },
    { ...STYLE, id: 'stars', title: 'Stars', row: 2 },
  ],
  weightsManifest: [
    {
      paths: ['weights.bin'],
      weights: [
        { name: 'first/gamma', shape: [3, 2], dtype: 'float32', quantization: { dtype: 'float16' } },
        { name: 'first/beta', shape: [3, 2], dtype: 'float32' },
      ],
    },
  ],
  weights: { bytes: 3 * 2 * 2 + 3 * 2 * 4, sha256: '' },
};
