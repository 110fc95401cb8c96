import type { PaintingStatus } from '../../src/studio/painting';

/** True while a run has begun and not ended. */
export function isWorking(status: PaintingStatus): boolean {
  return ['starting', 'running', 'paused', 'stopping'].includes(status);
}
