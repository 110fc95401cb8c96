import { onlyNetwork, trainedTiers } from '../network/model-files';
import type { PainterJob, PainterReady } from '../protocol/media';
import { TIERS } from '../protocol/quality';
import { workingSize } from '../shared/working-size';
import { qualityPlan, type Rung } from './quality-plan';

/** Where nothing was chosen, an export is worth at least this long side, whatever the display keeps up with. */
const AUTO_SIDE = 384;

/** How the display paints. */
export interface LiveRung extends Rung {
  /** The largest long side that memory suffices for there, as far as is known. */
  readonly ceiling: number;
}

/**
 * Tier and working size of an export. There is no frame rate to keep up with, so the quality's best is
 * taken; Auto, which promises speed, takes what the display has found to be fast.
 */
export function exportPlan({ paint, size }: PainterJob, live: LiveRung): PainterReady {
  const only = onlyNetwork(paint.mix);
  const best = qualityPlan(paint.quality, trainedTiers, only).ladder.at(-1) ?? live;
  const auto = { tier: only ?? live.tier, longSide: Math.max(AUTO_SIDE, live.longSide) };
  const { tier, longSide } = paint.quality === 'auto' ? auto : best;
  const side = paint.workingSide ?? Math.min(longSide, Math.max(size.width, size.height));
  // What the display lacks memory for, a network that needs no less lacks it for as well.
  const most = TIERS.indexOf(tier) >= TIERS.indexOf(live.tier) ? live.ceiling : Infinity;
  return { tier, workingSize: workingSize(size, Math.min(side, most)) };
}
