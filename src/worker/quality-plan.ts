import { SIZE_LADDER, type Quality, type Tier } from '../protocol/quality';

/** A network and the long side of the pictures that it paints. */
export interface Rung {
  readonly tier: Tier;
  readonly longSide: number;
}

/** What a choice of quality means to the controller. */
export interface QualityPlan {
  /** How a picture can be painted, from the cheapest way to the best; never empty. */
  readonly ladder: readonly Rung[];
  /** A frame may take this many ms even where the source is faster: quality before frame rate. */
  readonly patience: number;
}

/** Still pictures have no next frame to be ready for; only the wait counts. */
export const STILL_PATIENCE = 1500;

/** A single pass may be slow for another program's sake, and a still picture would stay coarse for ever. */
export const STILL_PASSES = 3;

interface Limits {
  readonly tier: Tier;
  /** Largest long side of the working size. */
  readonly maxSide: number;
  readonly patience: number;
}

const PLANS: Readonly<Record<Quality, Limits>> = {
  auto: { tier: 'lite', maxSide: 1280, patience: 0 },
  fast: { tier: 'lite', maxSide: 384, patience: 0 },
  balanced: { tier: 'standard', maxSide: 960, patience: 50 },
  best: { tier: 'johnson', maxSide: 1280, patience: 120 },
};

/** Auto takes the standard network where that paints at least so large; see decision 14. */
const STANDARD_SIDE = 640;

/** Thousands of multiply-accumulates per pixel. */
const COST: Readonly<Record<Tier, number>> = { lite: 14.3, standard: 37.4, johnson: 154 };

/**
 * The plan of a quality.
 * @param tiers that can be had, cheapest first; one that cannot is replaced by the first
 * @param only the network that the styles need, whatever the quality; null for any
 */
export function qualityPlan(quality: Quality, tiers: readonly Tier[], only: Tier | null = null): QualityPlan {
  const { tier, maxSide, patience } = PLANS[quality];
  const usual = tiers.includes(tier) ? tier : (tiers[0] ?? tier);
  const ladder = rungs(only ?? usual, maxSide);
  if (quality !== 'auto' || only !== null || usual !== 'lite' || !tiers.includes('standard')) {
    return { ladder, patience };
  }
  const better = rungs('standard', maxSide).filter(({ longSide }) => longSide >= STANDARD_SIDE);
  return { ladder: continued(ladder, better), patience };
}

/**
 * By how much a frame's cost grows from one rung to another if `part` of it is proportional to the
 * multiply-accumulates.
 */
export function growth(from: Rung, to: Rung, part: number): number {
  return 1 - part + (part * cost(to)) / cost(from);
}

function rungs(tier: Tier, maxSide: number): Rung[] {
  return SIZE_LADDER.filter((side) => side <= maxSide).map((longSide) => ({ tier, longSide }));
}

/** `ladder` as far as it costs less than where `better` begins. */
function continued(ladder: readonly Rung[], better: readonly Rung[]): Rung[] {
  const [first] = better;
  return first ? [...ladder.filter((rung) => cost(rung) < cost(first)), ...better] : [...ladder];
}

function cost({ tier, longSide }: Rung): number {
  return COST[tier] * longSide ** 2;
}
