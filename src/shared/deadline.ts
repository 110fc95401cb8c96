/** For what ends when the user says so: the longest that timers can be set to, 24 days. */
export const NO_DEADLINE_MS = 2 ** 31 - 1;
/** A timer that is later than this was late because the computer slept. */
const LATE_MS = 10_000;

/**
 * Calls `over` after `ms`. If the computer slept meanwhile nothing could happen in that time, and it is given once
 * more; but once only, since in a hidden page every timer may be late.
 * @returns what calls it off
 */
export function timeout(ms: number, over: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (late: () => void): void => {
    const due = performance.now() + ms;
    timer = setTimeout(() => (performance.now() > due + LATE_MS ? late() : over()), ms);
  };
  wait(() => wait(over));
  return () => clearTimeout(timer);
}

/**
 * Rejects with `onTimeout()` if `promise` has not settled after `ms`. The promise itself goes on; what it comes to then
 * is given to `late`, which frees it.
 */
export function withDeadline<T>(
  promise: Promise<T>,
  ms: number,
  onTimeout: () => Error,
  late?: (value: T) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const callOff = timeout(ms, () => {
      over = true;
      reject(onTimeout());
    });
    const settle = (value: T): void => (over ? late?.(value) : resolve(value));
    promise.then(settle, reject).finally(callOff);
  });
}
