import type { ErrorReport } from './errors';

/** A value, or the report of why there is none: errors cross the boundary as data. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorReport };
