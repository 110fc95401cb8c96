import type { Quality, Tier } from '../protocol/quality';

/** What a choice of quality means to the controller. */
export interface QualityPlan {
  readonly tier: Tier;
  /** Largest long side of the working size. */
  readonly maxSide: number;
  /** A frame may take this many ms even where the source is faster: quality before frame rate. */
  readonly patience: number;
}

/** Still pictures have no next frame to be ready for; only the wait counts. */
export const STILL_PATIENCE = 1500;

/** A single pass may be slow for another program's sake, and a still picture would stay coarse for ever. */
export const STILL_PASSES = 3;

const PLANS: Readonly<Record<Quality, QualityPlan>> = {
  auto: { tier: 'lite', maxSide: 1280, patience: 0 },
  fast: { tier: 'lite', maxSide: 384, patience: 0 },
  balanced: { tier: 'standard', maxSide: 960, patience: 50 },
  best: { tier: 'johnson', maxSide: 1280, patience: 120 },
};

/** The plan of a quality; a tier that is not there is replaced by the first one that is. */
export function qualityPlan(quality: Quality, tiers: readonly Tier[]): QualityPlan {
  const plan = PLANS[quality];
  const first = tiers[0];
  return tiers.includes(plan.tier) || first === undefined ? plan : { ...plan, tier: first };
}
