import type { MediaState } from '../../src/studio/media';
import type { PaintingState } from '../../src/studio/painting';
import { clock } from '../shared/format';

const NAME = 'Impasto';

/** What a tab that is not looked at says: how far an export or a painting is, that something is being recorded. */
export function pageTitle({ exports, recorder }: MediaState, painting: PaintingState): string {
  const { current, items } = exports;
  const parts: string[] = [];
  if (current) {
    const percent = Math.floor((current.progress?.share ?? 0) * 100);
    const more = items.filter(({ status }) => status === 'waiting').length;
    const doing = current.status === 'paused' ? 'Export paused' : 'Exporting';
    parts.push(`${percent}% ${doing}${more > 0 ? ` (${more} more)` : ''}`);
  }
  if (recorder.status === 'recording') parts.push(`● Recording ${clock(recorder.seconds)}`);
  if (painting.status === 'running' && painting.progress) {
    const percent = Math.floor((100 * painting.progress.iteration) / painting.settings.iterations);
    parts.push(`${percent}% Painting`);
  }
  return [...parts, NAME].join(' – ');
}
