import type { StyleMix, StyleRows } from '../protocol/style';
import type { NetworkSpec } from './spec';
import { requireWeight, type Weights } from './weights';

/** γ and β of one layer, one value per channel. */
export interface NormParameters {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

/**
 * γ and β of every normalized layer for a mix: Σ strength·wₖ·rowₖ + (1 − Σ strength·wₖ)·identity.
 * Unknown styles count as identity, and so do added ones that were learned for another network.
 */
export function mixNorms(
  spec: NetworkSpec,
  weights: Weights,
  mix: StyleMix,
): ReadonlyMap<string, NormParameters> {
  const added = addedShares(spec, mix);
  const shares = rowShares(spec, mix, sum(added.map(({ share }) => share)));
  const rows = spec.styles.length + 1;
  const norms = new Map<string, NormParameters>();
  for (const layer of spec.layers) {
    if (!layer.norm) continue;
    const blend = (table: 'gamma' | 'beta') => {
      const name = `${layer.name}/${table}`;
      const blended = blendRows(requireWeight(weights, name, rows * layer.out).data, layer.out, shares);
      for (const { values, share } of added) addRow(blended, values[name], share);
      return blended;
    };
    norms.set(layer.name, { gamma: blend('gamma'), beta: blend('beta') });
  }
  return norms;
}

interface AddedShare extends Pick<StyleRows, 'values'> {
  readonly share: number;
}

function addedShares({ weights }: NetworkSpec, mix: StyleMix): readonly AddedShare[] {
  return Object.entries(mix.rows ?? {})
    .filter(([, { network }]) => network === weights.sha256)
    .map(([id, { values }]) => ({ values, share: (mix.weights[id] ?? 0) * mix.strength }));
}

/** `added`: the share of styles that are not in the tables. */
function rowShares(spec: NetworkSpec, mix: StyleMix, added: number): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  let painted = added;
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

function addRow(blended: Float32Array, row: Float32Array | undefined, share: number): void {
  if (row?.length !== blended.length) throw new Error('an added style does not fit the network');
  row.forEach((value, channel) => (blended[channel] = (blended[channel] ?? 0) + share * value));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
