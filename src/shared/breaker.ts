/**
 * Fails work under way when what it depends on breaks. (A race of each against one promise that lives as long as the
 * whole would keep every answer alive as long.)
 */
export class Breaker {
  private readonly underWay = new Set<(error: Error) => void>();
  private broken: Error | null = null;

  /** Fails all that is guarded, now and from now on. Only the first call counts. */
  break(error: Error): void {
    if (this.broken) return;
    this.broken = error;
    for (const end of this.underWay) end(error);
    this.underWay.clear();
  }

  /** Begins `work` unless it is broken, and settles as it does or fails with the error of `break`. */
  guard<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const { broken, underWay } = this;
      if (broken) {
        reject(broken);
        return;
      }
      underWay.add(reject);
      work()
        .then(resolve, reject)
        .finally(() => underWay.delete(reject));
    });
  }
}
