/** Work between two breaths lasts about so long, ms: stop, pause and progress are answered in time. */
const BREATH_MS = 40;

/** Thrown out of the middle of an iteration when the user has stopped the job. */
export class Stopped extends Error {}

/** Lets the worker answer its messages in the middle of long work, and holds that work or ends it. */
export class Pace {
  private lastBreath = performance.now();
  private stopping = false;
  private holding: Promise<void> | null = null;
  private release: () => void = () => undefined;
  /** ms spent paused so far. */
  pausedFor = 0;

  pause(): void {
    this.holding ??= new Promise((resolve) => (this.release = resolve));
  }

  resume(): void {
    this.holding = null;
    this.release();
  }

  stop(): void {
    this.stopping = true;
    this.resume();
  }

  /** Call often; throws `Stopped` after `stop`. */
  async breathe(): Promise<void> {
    if (performance.now() - this.lastBreath >= BREATH_MS) {
      await turn();
      this.lastBreath = performance.now();
    }
    while (this.holding) {
      const start = performance.now();
      await this.holding;
      this.lastBreath = performance.now();
      this.pausedFor += this.lastBreath - start;
    }
    if (this.stopping) throw new Stopped();
  }
}

/** The next turn of the event loop, without the 4 ms that nested timers are clamped to. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
