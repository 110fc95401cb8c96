import { ImpastoError } from '../protocol/errors';
import type { Size } from '../protocol/quality';

/** The size of what a compositor holds; throws `ImpastoError` `picture-failed` if that is nothing. */
export function requireOriginal(original: Size | null): Size {
  if (original) return original;
  throw new ImpastoError('picture-failed', 'There is no picture to take yet. Start a source first.');
}
