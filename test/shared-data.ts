import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../scripts/paths';

/**
 * Absolute path of a file that lies beside the repository in ../shared/data and is not part of it; null where it is
 * absent, so that tests skip visibly: `test.skipIf(sharedData('clips/x.mp4') === null)`.
 */
export function sharedData(file: string): string | null {
  const absolute = path.resolve(ROOT, '..', 'shared', 'data', file);
  return existsSync(absolute) ? absolute : null;
}
