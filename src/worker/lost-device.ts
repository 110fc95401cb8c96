import { ImpastoError, type ErrorReport } from '../protocol/errors';
import type { Backend } from './backend';

/** Work breaks on a lost device before the loss is announced, which is waited for this long, ms. */
const ANNOUNCEMENT_MS = 250;

/** What a person is told when `Backend.lost` resolves. */
export function deviceLost(reason: string): ErrorReport {
  return {
    code: 'device-lost',
    message: 'The graphics device was lost, as happens after sleep or a driver update.',
    detail: reason,
  };
}

/** Runs work on a backend; if it fails because the device is gone, it fails with `device-lost`. */
export async function onDevice<T>({ lost }: Pick<Backend, 'lost'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ImpastoError) throw error;
    const silence = new Promise<null>((resolve) => setTimeout(resolve, ANNOUNCEMENT_MS, null));
    const reason = await Promise.race([lost, silence]);
    if (reason === null) throw error;
    const { code, message, detail } = deviceLost(reason);
    throw new ImpastoError(code, message, detail);
  }
}
