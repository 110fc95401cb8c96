/** GIF counts in hundredths of a second, and browsers slow down whatever is faster. Frames per second. */
export const GIF_MAX_RATE = 50;

/** Shortest time a frame is shown, seconds. */
const MIN_DURATION = 1 / GIF_MAX_RATE;
/** Frame times of real files are not exact. */
const TOLERANCE = 0.1 * MIN_DURATION;

/** Chooses the frames of a GIF and how long each is shown, in hundredths of a second without drift. */
export class GifTiming {
  private shownSince: number | null = null;

  /** Null if the frame comes too soon after the one before; else how long that one was shown, ms. */
  next(timestamp: number): { readonly previousDelay: number | null } | null {
    const since = this.shownSince;
    if (since !== null && timestamp - since < MIN_DURATION - TOLERANCE) return null;
    this.shownSince = timestamp;
    return { previousDelay: since === null ? null : delayBetween(since, timestamp) };
  }

  /** How long the last frame is shown, ms. */
  last(end: number): number {
    return this.shownSince === null ? 0 : delayBetween(this.shownSince, end);
  }
}

/** GIF counts in hundredths; both ends are rounded, so that errors do not add up. */
function delayBetween(from: number, to: number): number {
  return Math.max(2, Math.round(to * 100) - Math.round(from * 100)) * 10;
}
