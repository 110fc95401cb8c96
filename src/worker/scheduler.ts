/**
 * Runs one job at a time. While one runs, one more may wait; a newer one replaces it: newest wins,
 * nothing queues.
 */
export class NewestWins {
  private running = false;
  private waiting: { run: () => Promise<void>; drop: () => void } | null = null;

  /** Resolves true when `job` has run, false when a newer one took its place. Rejects as `job` does. */
  submit(job: () => Promise<void>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting?.drop();
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

  private async drain(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.waiting) {
      const { run } = this.waiting;
      this.waiting = null;
      await run();
    }
    this.running = false;
  }
}
