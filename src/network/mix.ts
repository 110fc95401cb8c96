import type { StyleMix } from '../protocol/style';
import type { NetworkSpec } from './spec';
import { requireWeight, type Weights } from './weights';

/** γ and β of one layer, one value per channel. */
export interface NormParameters {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

/**
 * γ and β of every normalized layer for a mix: Σ strength·wₖ·rowₖ + (1 − Σ strength·wₖ)·identity.
 * Unknown styles count as identity.
 */
export function mixNorms(
  spec: NetworkSpec,
  weights: Weights,
  mix: StyleMix,
): ReadonlyMap<string, NormParameters> {
  const shares = rowShares(spec, mix);
  const rows = spec.styles.length + 1;
  const norms = new Map<string, NormParameters>();
  for (const layer of spec.layers) {
    if (!layer.norm) continue;
    const blend = (table: 'gamma' | 'beta') =>
      blendRows(requireWeight(weights, `${layer.name}/${table}`, rows * layer.out).data, layer.out, shares);
    norms.set(layer.name, { gamma: blend('gamma'), beta: blend('beta') });
  }
  return norms;
}

function rowShares(spec: NetworkSpec, mix: StyleMix): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  let painted = 0;
  for (const style of spec.styles) {
    const share = (mix.weights[style.id] ?? 0) * mix.strength;
    if (share === 0) continue;
    shares.set(style.row, share);
    painted += share;
  }
  shares.set(spec.identityRow, 1 - painted);
  return shares;
}

function blendRows(table: Float32Array, channels: number, shares: ReadonlyMap<number, number>): Float32Array {
  const blended = new Float32Array(channels);
  for (const [row, share] of shares) {
    for (let channel = 0; channel < channels; channel++) {
      blended[channel] = (blended[channel] ?? 0) + share * (table[row * channels + channel] ?? 0);
    }
  }
  return blended;
}
