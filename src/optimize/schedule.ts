import type { OptimizeSettings } from '../protocol/optimize';
import type { Size } from '../protocol/quality';
import { workingSize } from '../shared/working-size';

/** One size of the pyramid, and the iterations that are spent on it: `from`…`to` − 1. */
export interface LevelPlan {
  readonly size: Size;
  readonly longSide: number;
  readonly from: number;
  readonly to: number;
}

/** Below this a level has nothing left for the deepest layers to see. */
const LEAST_SIDE = 32;

/** Levels from coarse to fine, each twice as large as the one before and worth as many iterations. */
export function schedule(
  photo: Size,
  { longSide, levels, iterations }: Pick<OptimizeSettings, 'longSide' | 'levels' | 'iterations'>,
): readonly LevelPlan[] {
  const possible = 1 + Math.floor(Math.log2(Math.max(1, longSide / LEAST_SIDE)));
  const count = Math.min(Math.max(1, Math.round(levels)), possible);
  return Array.from({ length: count }, (_, level) => {
    const side = Math.round(longSide / 2 ** (count - 1 - level));
    const start = (share: number) => Math.round((iterations * share) / count);
    return { size: workingSize(photo, side), longSide: side, from: start(level), to: start(level + 1) };
  });
}
