/**
 * Runs one job at a time. While one runs, one more may wait; a newer one replaces it: newest wins,
 * nothing queues. Beside them a lane for jobs that must all run, such as the frames of an export:
 * both take turns.
 */
export class NewestWins {
  private running = false;
  private readonly queue: (() => Promise<void>)[] = [];
  private waiting: { run: () => Promise<void>; drop: () => void } | null = null;

  /** Resolves true when `job` has run, false when a newer one took its place. Rejects as `job` does. */
  submit(job: () => Promise<void>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.dropWaiting();
      this.waiting = {
        run: async () => {
          try {
            await job();
            resolve(true);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        },
        drop: () => resolve(false),
      };
      void this.drain();
    });
  }

  /** Has what waits told that it will not run, as if something newer had come. */
  dropWaiting(): void {
    this.waiting?.drop();
    this.waiting = null;
  }

  /** Runs `job` for certain, after those enqueued before it; never dropped. */
  enqueue<T>(job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      // `async`, so that what is thrown before the first await is no end of the queue either.
      this.queue.push(() => (async () => job())().then(resolve, reject));
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.waiting || this.queue.length > 0) {
      const newest = this.waiting;
      this.waiting = null;
      await newest?.run();
      await this.queue.shift()?.();
    }
    this.running = false;
  }
}
