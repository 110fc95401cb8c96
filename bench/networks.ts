/** The networks that are measured: trained ones where they are, else the same layers with random weights. */
import type { NetworkModel } from '../src/network/model';
import type { LayerSpec, NetworkSpec } from '../src/network/spec';
import type { WeightArray } from '../src/network/weights';
import type { Size, Tier } from '../src/protocol/quality';
import { generator } from '../test/browser/engine/random';

const PLAIN = {
  stride: 1,
  padding: 'reflect',
  upsample: null,
  norm: true,
  bias: false,
  activation: 'relu',
  residual: null,
  depthToSpace: 1,
} as const;
const LAST = { norm: false, bias: true, activation: 'tanh' } as const;

function layer(
  name: string,
  kernel: number,
  from: number,
  out: number,
  change: Partial<LayerSpec> = {},
): LayerSpec {
  return { ...PLAIN, name, kernel, in: from, out, ...change };
}

function residualBlocks(count: number, channels: number, source: string): LayerSpec[] {
  return Array.from({ length: count }, (_, index) => {
    const residual = index === 0 ? source : `res${index}b`;
    return [
      layer(`res${index + 1}a`, 3, channels, channels),
      layer(`res${index + 1}b`, 3, channels, channels, { activation: 'none', residual }),
    ];
  }).flat();
}

/** As training/networks.py has them. */
function layersOf(tier: Tier): LayerSpec[] {
  if (tier === 'lite') {
    return [
      layer('stem', 5, 3, 16, { stride: 2 }),
      layer('down1', 3, 16, 48, { stride: 2 }),
      ...residualBlocks(4, 48, 'down1'),
      layer('up1', 3, 48, 24, { upsample: { mode: 'bilinear', factor: 2 } }),
      layer('out', 3, 24, 12, { ...LAST, depthToSpace: 2 }),
    ];
  }
  const width = tier === 'johnson' ? 32 : 16;
  const nearest = { upsample: { mode: 'nearest', factor: 2 } } as const;
  return [
    layer('conv1', 9, 3, width),
    layer('conv2', 3, width, 2 * width, { stride: 2 }),
    layer('conv3', 3, 2 * width, 4 * width, { stride: 2 }),
    ...residualBlocks(5, 4 * width, 'conv3'),
    layer('up1', 3, 4 * width, 2 * width, nearest),
    layer('up2', 3, 2 * width, width, nearest),
    layer('out', 9, width, 3, LAST),
  ];
}

/** A tier's layers with weights that only keep values in range: as fast as trained ones. */
export function randomNetwork(tier: Tier): NetworkModel {
  const random = generator(1);
  const layers = layersOf(tier);
  const weights = new Map<string, WeightArray>();
  const fill = (name: string, shape: readonly number[], value: () => number) =>
    weights.set(name, {
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value),
    });
  for (const { name, kernel, in: from, out, norm, bias } of layers) {
    const scale = 1 / Math.sqrt(kernel ** 2 * from);
    fill(`${name}/kernel`, [kernel, kernel, from, out], () => (random() * 2 - 1) * scale);
    if (norm) fill(`${name}/gamma`, [2, out], () => 0.5 + random());
    if (norm) fill(`${name}/beta`, [2, out], () => random() - 0.5);
    if (bias) fill(`${name}/bias`, [out], () => random() - 0.5);
  }
  const style = { id: 'random', title: '', artist: '', year: '', licence: '', row: 1, thumbnail: '' };
  const spec: NetworkSpec = {
    format: 'impasto-network',
    version: 1,
    tier,
    title: tier,
    epsilon: 1e-5,
    multiple: 4,
    layers,
    identityRow: 0,
    styles: [style],
    weightsManifest: [],
    weights: { bytes: 0, sha256: '' },
  };
  return { spec, weights };
}

/** Work of one frame at the least: every map written once and read once, in float32, and all weights read. */
export interface Work {
  /** Floating-point operations of the convolutions, two a multiplication. */
  readonly flop: number;
  readonly bytes: number;
}

export function workOf({ layers }: NetworkSpec, { width, height }: Size): Work {
  let pixels = width * height;
  let flop = 0;
  let values = pixels * 3;
  for (const { kernel, stride, upsample, in: from, out, residual } of layers) {
    const inputs = pixels * from;
    pixels = (pixels * (upsample?.factor ?? 1) ** 2) / stride ** 2;
    flop += 2 * kernel ** 2 * from * out * pixels;
    values += inputs + pixels * out + kernel ** 2 * from * out + (residual === null ? 0 : pixels * out);
  }
  return { flop, bytes: values * Float32Array.BYTES_PER_ELEMENT };
}
