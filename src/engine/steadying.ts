import type { StreamFrame } from './style-engine';

/**
 * How frames are steadied by those before them, in both engines. Three things follow the past with a
 * lag: the statistics of instance normalization, which noise and exposure move from frame to frame; the
 * painting, where the picture stands still; and the picture that standing still is judged by. After a
 * cut nothing of the past counts.
 */

/** Seconds after which the past weighs 1/e at full smoothing. */
const STATISTICS_SECONDS = 1;
const PAINT_SECONDS = 0.4;

/** Samples a side of the picture that cuts and exposure are judged by. */
export const SAMPLES = 32;

/**
 * Change of a pixel (mean of its neighbourhood, largest channel, of 0…1, exposure compensated) up to
 * which it stands still, and from which on it moves. Noise of σ = 4/255 stays below the first.
 */
export const STILL = 0.014;
export const MOVING = 0.05;

/** A sample that has changed by this much is no longer the same thing. */
export const REPLACED = 0.12;
/** Part of all samples replaced from which the past begins to lose its weight, and has none. */
export const REPLACED_FROM = 0.6;
export const REPLACED_TO = 0.8;

/** Exposure may change by this factor from frame to frame and still be compensated. */
export const MAX_GAIN = 1.25;

/** Shares of the past in a frame, 0…1. */
export interface PastShares {
  readonly statistics: number;
  readonly paint: number;
}

const NOTHING: PastShares = { statistics: 0, paint: 0 };

/** What the past weighs in a frame if it stands still and there was no cut. */
export function pastShares({ elapsed, smoothing }: StreamFrame): PastShares {
  if (elapsed === null || smoothing <= 0) return NOTHING;
  return {
    statistics: Math.exp(-elapsed / (STATISTICS_SECONDS * smoothing)),
    paint: Math.exp(-elapsed / (PAINT_SECONDS * smoothing)),
  };
}
