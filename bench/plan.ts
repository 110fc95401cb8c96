import type { Size, Tier } from '../src/protocol/quality';
import { TRAINED } from '../test/models';

/** What is measured, and how long it may take. */
export interface Plan {
  readonly tiers: readonly Tier[];
  readonly sizes: readonly Size[];
  /** Turns of each engine after the first frame. */
  readonly rounds: number;
  /** ms after which an engine gets no more turns at a size, but for the first five. */
  readonly enough: number;
  /** An engine whose frame would take longer than this many ms is left out. */
  readonly longest: number;
}

const size = (width: number, height: number): Size => ({ width, height });

const FULL: Plan = {
  tiers: TRAINED,
  sizes: [size(256, 256), size(640, 360), size(960, 540), size(1280, 720), size(1920, 1080)],
  rounds: 30,
  enough: 1_500,
  longest: 60_000,
};

/** For machines without a graphics card. */
const QUICK: Plan = {
  tiers: TRAINED,
  sizes: [size(128, 72), size(256, 144)],
  rounds: 5,
  enough: 60_000,
  longest: 8_000,
};

/** What `npm run bench` was told; see scripts/bench.ts. */
export function planned(environment: Readonly<Record<string, string | undefined>>): Plan {
  const plan = environment.BENCH_QUICK ? QUICK : FULL;
  const tier = plan.tiers.find((name) => name === environment.BENCH_TIER);
  return tier ? { ...plan, tiers: [tier] } : plan;
}
