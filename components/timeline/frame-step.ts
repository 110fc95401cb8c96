/** What frames are stepped through; seconds. */
export interface Frames {
  /** From one to the next. */
  readonly frame: number;
  readonly duration: number;
}

/**
 * The moment to go to from `at` to show the next frame, or the one before: its middle, where rounding shows no other.
 * Beyond the last frame that is the end, and of the first frame the beginning.
 */
export function frameStep(at: number, direction: 1 | -1, { frame, duration }: Frames): number {
  const last = Math.max(0, Math.round(duration / frame) - 1);
  // At the end the last frame is still shown, and what lies just before a frame for rounding is that frame.
  const shown = Math.min(last, Math.floor(at / frame + 1e-6));
  const wanted = shown + direction;
  if (wanted <= 0) return 0;
  return wanted > last ? duration : (wanted + 0.5) * frame;
}
