import { modelFiles } from '../network/model-files';
import type { PainterJob, PainterReady } from '../protocol/media';
import { qualityPlan } from './quality-plan';
import { workingSize } from '../shared/working-size';

/** Where nothing was chosen, an export is worth at least this long side, whatever the display keeps up with. */
const AUTO_SIDE = 384;

/**
 * Tier and working size of an export. There is no frame rate to keep up with, so the quality's largest
 * size is taken; Auto, which promises speed, takes what the display has found to be fast.
 * @param liveSide long side of the display's working size
 */
export function exportPlan({ paint, size }: PainterJob, liveSide: number): PainterReady {
  const { tier, maxSide } = qualityPlan(paint.quality, [...modelFiles.keys()]);
  const largest = paint.quality === 'auto' ? Math.max(AUTO_SIDE, liveSide) : maxSide;
  const longSide = paint.workingSide ?? Math.min(largest, Math.max(size.width, size.height));
  return { tier, workingSize: workingSize(size, longSide) };
}
