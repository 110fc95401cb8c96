import type { Meters } from '../protocol/render';
import { FrameRate } from './frame-rate';
import type { StudioMeters } from './studio';

/** Entries of the sparkline. */
const HISTORY = 60;

/** Puts the worker's measurements together with what only the page can count. */
export class MetersMerge {
  readonly #captured = new FrameRate();
  #history: readonly number[] = [];
  #droppedBefore = 0;

  /** A frame was captured at `time`, ms. */
  captured(time: number): void {
    this.#captured.add(time);
  }

  /** `dropped`: frames the renderer has dropped in its life; `now` in ms. */
  merge(meters: Meters, dropped: number, now: number): StudioMeters {
    this.#history = [...this.#history, meters.stylizeFps].slice(-HISTORY);
    return {
      ...meters,
      captureFps: this.#captured.rate(now),
      dropped: Math.max(0, dropped - this.#droppedBefore),
      history: this.#history,
    };
  }

  /** A new source begins; `dropped` as in {@link merge}. */
  reset(dropped: number): void {
    this.#captured.clear();
    this.#history = [];
    this.#droppedBefore = dropped;
  }
}
