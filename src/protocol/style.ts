import type { Tier } from './quality';

/** A trained style, as people see it. */
export interface StyleInfo {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly year: string;
  readonly licence: string;
  /** URL of a picture painted in this style. */
  readonly thumbnail: string;
  /** Of a style that the user has added to ours: the one network that knows it, null if that is not there any more. */
  readonly added?: { readonly tier: Tier | null };
}

/** Whether one network knows both styles; ours are known to all. */
export function canMix({ added: one }: StyleInfo, { added: other }: StyleInfo): boolean {
  return one === undefined || other === undefined || one.tier === other.tier;
}

/** A style that is not in the network's own tables: γ and β of every normalized layer. */
export interface StyleRows {
  /** SHA-256 of the weights of the one network that the style was learned for. */
  readonly network: string;
  /** `<layer>/gamma` and `<layer>/beta`, one value per channel. */
  readonly values: Readonly<Record<string, Float32Array>>;
}

/**
 * What to paint with: weights over style ids (each 0…1, summing to 1) and a strength 0…1.
 * The network is given Σ strength·wₖ·rowₖ + (1 − strength)·identity of the conditional
 * instance-normalization parameters (Dumoulin et al. 2017).
 */
export interface StyleMix {
  readonly weights: Readonly<Record<string, number>>;
  readonly strength: number;
  /** Those of the styles in `weights` that the network itself does not hold; a few kB each. */
  readonly rows?: Readonly<Record<string, StyleRows>>;
}
