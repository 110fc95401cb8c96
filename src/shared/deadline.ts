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
    const timer = setTimeout(() => {
      over = true;
      reject(onTimeout());
    }, ms);
    const settle = (value: T): void => (over ? late?.(value) : resolve(value));
    promise.then(settle, reject).finally(() => clearTimeout(timer));
  });
}
