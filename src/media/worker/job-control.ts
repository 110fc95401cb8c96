/** Pause, resume and cancel, as seen from inside of a job. */
export class JobControl {
  /** Called when the renderer was replaced by another one. */
  onRendererReplaced: () => void = () => undefined;
  private wake: (() => void) | null = null;
  private paused: Promise<void> | null = null;
  private cancelled: { readonly keep: boolean } | null = null;

  /** Not null once cancelled; `keep`: finish what is there. */
  get cancellation(): { readonly keep: boolean } | null {
    return this.cancelled;
  }

  pause(): void {
    this.paused ??= new Promise((resolve) => (this.wake = resolve));
  }

  resume(): void {
    this.wake?.();
    this.paused = null;
    this.wake = null;
  }

  cancel(keep: boolean): void {
    this.cancelled ??= { keep };
    this.resume();
  }

  /** Resolves at once, with false, or when a pause ends, with true. */
  async whenRunning(): Promise<boolean> {
    const { paused } = this;
    await paused;
    return paused !== null;
  }
}
