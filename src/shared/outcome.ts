import { ImpastoError, toErrorReport } from '../protocol/errors';
import type { Outcome } from '../protocol/outcome';

/** Runs `work`; what it throws becomes data, since errors lose their code on the way between threads. */
export async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toErrorReport(error) };
  }
}

/** The value of an outcome from another thread; throws its error as `ImpastoError`. */
export function unwrap<T>(result: Outcome<T>): T {
  if (result.ok) return result.value;
  const { code, message, detail } = result.error;
  throw new ImpastoError(code, message, detail);
}
