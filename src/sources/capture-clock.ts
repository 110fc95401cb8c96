/** A frame older than this was not captured when its time stamp says so, ms. */
const OLDEST_PLAUSIBLE = 2000;
/** Share by which the estimated offset may rise per ms, so that clock drift is followed. */
const OFFSET_LEAK = 0.001;

/** `time` if it can be a capture time on the clock of `performance.now()`, else `now`; ms. */
export function plausibleCaptureTime(time: number | undefined, now: number): number {
  if (time === undefined || !Number.isFinite(time)) return now;
  return time <= now && now - time <= OLDEST_PLAUSIBLE ? time : now;
}

/**
 * Maps the time stamps of a track's frames, whose zero is anybody's guess, to the clock of
 * `performance.now()`. The frame that came with the least delay is taken to have had none, which
 * keeps the even spacing of the stamps however unevenly the frames arrive.
 */
export class CaptureClock {
  #offset: number | null = null;
  #lastNow = 0;

  /** Capture time in ms for a frame stamped `timestamp` (µs) that arrived at `now` (ms). */
  captureTime(timestamp: number, now: number): number {
    const stamp = timestamp / 1000;
    const sample = now - stamp;
    if (this.#offset === null || Math.abs(sample - this.#offset) > OLDEST_PLAUSIBLE) {
      this.#offset = sample;
    } else {
      this.#offset = Math.min(sample, this.#offset + (now - this.#lastNow) * OFFSET_LEAK);
    }
    this.#lastNow = now;
    return stamp + this.#offset;
  }
}
