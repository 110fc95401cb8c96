/** The networks that are measured where they are not trained: the same layers with random weights. */
import type { NetworkModel } from '../src/network/model';
import type { NetworkSpec } from '../src/network/spec';
import type { Size, Tier } from '../src/protocol/quality';
import { generator } from '../test/browser/engine/random';
import { LayerList, withRandomWeights } from '../test/browser/engine/random-weights';

const LAST = { norm: false, bias: true, activation: 'tanh' } as const;

function addResidualBlocks(list: LayerList, count: number, source: string): void {
  const { channels } = list;
  for (let block = 1; block <= count; block++) {
    const residual = block === 1 ? source : `res${block - 1}b`;
    list.add(`res${block}a`, 3, channels);
    list.add(`res${block}b`, 3, channels, { activation: 'none', residual });
  }
}

/** Nothing at full size: the first layer halves, depth-to-space doubles; the trunk is at a quarter. */
function lean(width: number, blocks: number): NetworkSpec['layers'] {
  const list = new LayerList();
  list.add('stem', 5, width, { stride: 2 });
  list.add('down1', 3, 3 * width, { stride: 2 });
  addResidualBlocks(list, blocks, 'down1');
  list.add('up1', 3, (3 * width) / 2, { upsample: { mode: 'bilinear', factor: 2 } });
  list.add('out', 3, 12, { ...LAST, depthToSpace: 2 });
  return list.layers;
}

/** The network of Johnson et al. with instance normalization. */
function johnson(width: number): NetworkSpec['layers'] {
  const list = new LayerList();
  const nearest = { upsample: { mode: 'nearest', factor: 2 } } as const;
  list.add('conv1', 9, width);
  list.add('conv2', 3, 2 * width, { stride: 2 });
  list.add('conv3', 3, 4 * width, { stride: 2 });
  addResidualBlocks(list, 5, 'conv3');
  list.add('up1', 3, 2 * width, nearest);
  list.add('up2', 3, width, nearest);
  list.add('out', 9, 3, LAST);
  return list.layers;
}

/** As training/networks.py has them. */
const LAYERS: Readonly<Record<Tier, NetworkSpec['layers']>> = {
  lite: lean(16, 4),
  standard: lean(24, 5),
  johnson: johnson(32),
};

/** A tier's layers with weights that only keep values in range: as fast as trained ones. */
export function randomNetwork(tier: Tier): NetworkModel {
  return withRandomWeights(generator(1), { tier, layers: LAYERS[tier], multiple: 4, styles: ['random'] });
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
