import { onlyNetwork, trainedTiers } from '../network/model-files';
import type { PainterJob, PainterReady } from '../protocol/media';
import { workingSize } from '../shared/working-size';
import { qualityPlan, type Rung } from './quality-plan';

/** Where nothing was chosen, an export is worth at least this long side, whatever the display keeps up with. */
const AUTO_SIDE = 384;

/**
 * Tier and working size of an export. There is no frame rate to keep up with, so the quality's best is
 * taken; Auto, which promises speed, takes what the display has found to be fast.
 * @param live how the display paints
 */
export function exportPlan({ paint, size }: PainterJob, live: Rung): PainterReady {
  const only = onlyNetwork(paint.mix);
  const best = qualityPlan(paint.quality, trainedTiers, only).ladder.at(-1) ?? live;
  const auto = { tier: only ?? live.tier, longSide: Math.max(AUTO_SIDE, live.longSide) };
  const { tier, longSide } = paint.quality === 'auto' ? auto : best;
  const side = paint.workingSide ?? Math.min(longSide, Math.max(size.width, size.height));
  return { tier, workingSize: workingSize(size, side) };
}
