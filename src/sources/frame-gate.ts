import type { ErrorReport } from '../protocol/errors';
import type { SourceFrame } from '../protocol/render';
import type { FrameSink } from './frame-source';

/** Smallest distance between two capture times, ms. */
const SMALLEST_STEP = 0.01;

/**
 * The only way from a source to its sink. A frame offered is owned by the gate, which either hands
 * it on or closes it; after `shut` nothing passes. Capture times leave in rising order.
 */
export class FrameGate {
  readonly #sink: FrameSink;
  #state: 'open' | 'held' | 'shut' = 'open';
  #once = false;
  #lastTime = Number.NEGATIVE_INFINITY;
  #offered = false;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  get passing(): boolean {
    return this.#state === 'open' || (this.#state === 'held' && this.#once);
  }

  /** True once the source has offered anything. */
  get offered(): boolean {
    return this.#offered;
  }

  offer(image: SourceFrame['image'], captureTime: number): void {
    this.#offered = true;
    if (!this.passing) {
      image.close();
      return;
    }
    this.#once = false;
    this.#lastTime = Math.max(captureTime, this.#lastTime + SMALLEST_STEP);
    this.#sink.frame({ image, captureTime: this.#lastTime });
  }

  /** Tells the sink that the source is over; a failure shuts the gate, a clip's end does not. */
  end(error: ErrorReport | null): void {
    if (this.#state === 'shut') return;
    if (error !== null) this.#state = 'shut';
    this.#sink.ended(error);
  }

  hold(): void {
    if (this.#state === 'open') this.#state = 'held';
  }

  release(): void {
    if (this.#state === 'held') this.#state = 'open';
  }

  /** Lets one frame through even while held. */
  allowOne(): void {
    this.#once = true;
  }

  shut(): void {
    this.#state = 'shut';
  }
}
