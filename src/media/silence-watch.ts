const LOOK_EVERY_MS = 5_000;
/** Two looks this far apart mean that the page stood still itself; in the background browsers allow one a minute. */
const ASLEEP_MS = 120_000;

/** Says when nothing was heard of a worker for so long that it is stuck. */
export class SilenceWatch {
  /** While nothing can be heard, nothing is missed. */
  paused = false;
  private heardAt = performance.now();
  private lookedAt = performance.now();
  private readonly looking = setInterval(() => this.look(), LOOK_EVERY_MS);

  constructor(
    private readonly limitMs: number,
    private readonly silent: () => void,
  ) {}

  heard(): void {
    this.heardAt = performance.now();
  }

  end(): void {
    clearInterval(this.looking);
  }

  private look(): void {
    const now = performance.now();
    // After a sleep of the whole machine the worker has had no time to show anything.
    if (this.paused || now - this.lookedAt > ASLEEP_MS) this.heardAt = now;
    this.lookedAt = now;
    if (now - this.heardAt > this.limitMs) this.silent();
  }
}
