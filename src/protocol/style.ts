/** A trained style, as people see it. */
export interface StyleInfo {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly year: string;
  readonly licence: string;
  /** URL of a picture painted in this style. */
  readonly thumbnail: string;
}

/**
 * What to paint with: weights over style ids (each 0…1, summing to 1) and a strength 0…1.
 * The network is given Σ strength·wₖ·rowₖ + (1 − strength)·identity of the conditional
 * instance-normalization parameters (Dumoulin et al. 2017).
 */
export interface StyleMix {
  readonly weights: Readonly<Record<string, number>>;
  readonly strength: number;
}
