import type { LayerSpec, NetworkSpec } from '../../network/spec';
import type { NormParameters } from '../../network/mix';
import { requireWeight, type Weights } from '../../network/weights';
import { floatsToHalves } from '../../shared/half';
import { GROUP, groupsOf } from './execution-plan';
import type { Precision } from './dialect';

/**
 * A kernel [K, K, in, out] as mat4x4 (columns: input channels) in the order output block, input
 * group, tap. Channels beyond the layer's are zero.
 * @param blocks groups of output channels, rounded up to whole tiles
 */
export function packKernel(
  layer: LayerSpec,
  weights: Weights,
  blocks: number,
  precision: Precision,
): Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  const { kernel, in: inputs, out: outputs } = layer;
  const { data } = requireWeight(weights, `${layer.name}/kernel`, kernel ** 2 * inputs * outputs);
  const groups = groupsOf(inputs);
  const taps = kernel ** 2;
  const packed = new Float32Array(blocks * groups * taps * GROUP * GROUP);
  for (let tap = 0; tap < taps; tap++) {
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        const matrix = (Math.floor(o / GROUP) * groups + Math.floor(i / GROUP)) * taps + tap;
        packed[matrix * 16 + (i % GROUP) * GROUP + (o % GROUP)] = data[(tap * inputs + i) * outputs + o] ?? 0;
      }
    }
  }
  return precision === 'f16' ? floatsToHalves(packed) : packed;
}

/** A bias, zero-padded to whole groups. */
export function packBias(layer: LayerSpec, weights: Weights): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(groupsOf(layer.out) * GROUP);
  packed.set(requireWeight(weights, `${layer.name}/bias`, layer.out).data);
  return packed;
}

/** Where each step's γ and β (and its scale and offset) lie in their buffers, in vec4. */
export class NormLayout {
  private readonly offsets: readonly number[];
  /** Length of the buffers in vec4. */
  readonly length: number;

  constructor(private readonly layers: NetworkSpec['layers']) {
    let length = 0;
    this.offsets = layers.map((layer) => {
      const offset = length;
      if (layer.norm) length += 2 * groupsOf(layer.out);
      return offset;
    });
    this.length = Math.max(1, length);
  }

  offset(step: number): number {
    return this.offsets[step] ?? 0;
  }

  /** γ and β of all layers; channels beyond a layer's are zero, and stay zero. */
  pack(norms: ReadonlyMap<string, NormParameters>): Float32Array<ArrayBuffer> {
    const packed = new Float32Array(this.length * GROUP);
    this.layers.forEach((layer, step) => {
      const norm = norms.get(layer.name);
      if (!norm) return;
      packed.set(norm.gamma, this.offset(step) * GROUP);
      packed.set(norm.beta, (this.offset(step) + groupsOf(layer.out)) * GROUP);
    });
    return packed;
  }
}
