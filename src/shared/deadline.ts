/**
 * Settles like `promise`, but rejects with `late()` if that takes longer than `milliseconds`.
 * The promise itself is not cancelled: the caller frees what it would still bring.
 */
export async function withDeadline<T>(
  promise: Promise<T>,
  milliseconds: number,
  late: () => Error,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(late());
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
