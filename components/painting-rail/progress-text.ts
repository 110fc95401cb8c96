import type { PaintingState } from '../../src/studio/painting';
import { clock, count } from '../shared/format';

/** What is said aloud of a run: that it has begun, halted or ended, not how far it is. */
export function statusText({ status, progress }: PaintingState): string {
  if (status === 'finished') return `Painting finished after ${count(progress?.iteration ?? 0, 'iteration')}`;
  if (status === 'running') return 'Painting';
  return status === 'paused' || status === 'stopped' ? `Painting ${status}` : '';
}

/** How far a run is, in words: "183 of 300 iterations · 4.2 a second · 0:28 left". */
export function progressText({ status, progress, settings }: PaintingState): string {
  if (status === 'empty' || (status === 'ready' && !progress)) return 'Nothing painted yet';
  if (status === 'starting') return 'Mixing the paints…';
  const done = progress?.iteration ?? 0;
  const parts = [`${done.toLocaleString('en')} of ${count(settings.iterations, 'iteration')}`];
  if (status === 'running' && progress) {
    if (progress.perSecond > 0) parts.push(`${progress.perSecond.toFixed(1)} a second`);
    if (progress.timeLeft !== null) parts.push(`${clock(progress.timeLeft)} left`);
  }
  if (status === 'paused') parts.push('paused');
  if (status === 'stopping') parts.push('stopping…');
  if (status === 'stopped') parts.push('stopped');
  if (status === 'finished') return `Finished after ${count(done, 'iteration')}`;
  return parts.join(' · ');
}
