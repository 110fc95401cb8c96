import { ImpastoError } from '../protocol/errors';
import { SIZE_LADDER } from '../protocol/quality';
import type { Backend } from './backend';

/** The long side to try where memory does not suffice for `longSide`; null if there is none. */
export function smallerSide(longSide: number): number | null {
  return SIZE_LADDER.filter((side) => side < longSide).at(-1) ?? null;
}

/**
 * Paints what is not on display at `longSide` or, where memory does not suffice, at the largest one at which it does.
 * Throws an `ImpastoError` of `code` if there is none.
 * @param failed frees what was taken in vain, and what was painted so, if anything
 */
export async function paintFitting<T>(
  { withinMemory }: Pick<Backend, 'withinMemory'>,
  code: 'export-failed' | 'optimize-memory',
  longSide: number,
  paint: (longSide: number) => Promise<T>,
  failed: (painted: T | null) => void,
): Promise<T> {
  for (let side = longSide; ;) {
    const { value, shortage } = await withinMemory(() => paint(side));
    if (shortage === null) return value;
    failed(value);
    const smaller = smallerSide(side);
    if (smaller === null) throw notEnough(code, shortage);
    side = smaller;
  }
}

function notEnough(code: 'export-failed' | 'optimize-memory', detail: string): ImpastoError {
  const message =
    'There is not enough graphics memory to paint this. Close other pages and programs that use it, then try again.';
  return new ImpastoError(code, message, detail);
}
