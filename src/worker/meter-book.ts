import type { StageTimes } from '../protocol/render';

/** Weight of the newest value in the running means, once there are enough to smooth. */
const WEIGHT = 0.15;
/** A rate is counted over this many ms. */
const RATE_WINDOW_MS = 2000;

/** Running mean: plain over the first values, exponential after them. */
class Mean {
  value = 0;
  private count = 0;

  add(value: number): void {
    this.count++;
    this.value += Math.max(WEIGHT, 1 / this.count) * (value - this.value);
  }
}

/** Events per second over a short window. */
class Rate {
  private times: number[] = [];

  add(now: number): void {
    this.times.push(now);
  }

  perSecond(now: number): number {
    this.times = this.times.filter((time) => now - time < RATE_WINDOW_MS);
    const first = this.times[0];
    if (first === undefined || this.times.length < 2) return 0;
    return (this.times.length - 1) / (Math.max(now - first, 1) / 1000);
  }
}

/** Collects what the meters show; all times in ms. */
export class MeterBook {
  private readonly frameTime = new Mean();
  private readonly latency = new Mean();
  private readonly ingest = new Mean();
  private readonly network = new Mean();
  private readonly presentation = new Mean();
  private readonly stylized = new Rate();
  private readonly shown = new Rate();
  private painted = 0;

  /** A frame is on the canvas and the GPU has finished with it. */
  frame(now: number, frameTime: number, latency: number | null, stylized: boolean): void {
    // The first frame compiles shaders; its times would spoil the means for seconds.
    if (this.painted > 0) {
      this.frameTime.add(frameTime);
      if (latency !== null) this.latency.add(latency);
    }
    if (stylized) this.stylized.add(now);
    this.shown.add(now);
    this.painted++;
  }

  stages({ ingest, network, present }: StageTimes): void {
    if (this.painted <= 1) return;
    this.ingest.add(ingest);
    this.network.add(network);
    this.presentation.add(present);
  }

  read(now: number) {
    return {
      stylizeFps: this.stylized.perSecond(now),
      displayFps: this.shown.perSecond(now),
      stages: { ingest: this.ingest.value, network: this.network.value, present: this.presentation.value },
      latency: this.latency.value,
      frameTime: this.frameTime.value,
      framesPainted: this.painted,
    };
  }
}
