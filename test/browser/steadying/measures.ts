import type { Size } from '../../../src/protocol/quality';

/** Change of a neighbourhood's luma from frame to frame, of 255, below which it stands still and above which it moves. */
const STILL = 3;
const MOVING = 12;
/** Frames at the beginning that do not count: there is nothing yet to be steadied by. */
const SETTLING = 5;

/** Mean absolute change of luma from frame to frame, in levels of 0…255; NaN where there is no such place. */
export interface Steadiness {
  /** Of the pixels where the input stands still: flicker. */
  readonly still: number;
  /** Of those where it moves: blur and ghosts would make less of it. */
  readonly moving: number;
  readonly inputStill: number;
  readonly inputMoving: number;
  /** Part of all pixels that stand still, and that move. */
  readonly stillShare: number;
  readonly movingShare: number;
}

/** Both RGB 0…1. Whether a pixel moves is told by the input alone, a mean of 5×5 with exposure compensated. */
export function changes(
  { width, height, frames }: Size & { readonly frames: readonly Float32Array[] },
  painted: readonly Float32Array[],
): Steadiness {
  const still = { paint: 0, input: 0, count: 0 };
  const moving = { paint: 0, input: 0, count: 0 };
  let pixels = 0;
  for (let index = SETTLING; index < frames.length; index++) {
    const [now, before] = [luma(frames[index]), luma(frames[index - 1])];
    const [paintNow, paintBefore] = [luma(painted[index]), luma(painted[index - 1])];
    const gain = sum(now) / sum(before);
    const change = smoothed(
      now.map((value, at) => value - gain * (before[at] ?? 0)),
      { width, height },
    );
    pixels += change.length;
    change.forEach((value, at) => {
      const moved = Math.abs(value);
      const kind = moved < STILL ? still : moved > MOVING ? moving : null;
      if (!kind) return;
      kind.count++;
      kind.paint += Math.abs((paintNow[at] ?? NaN) - (paintBefore[at] ?? NaN));
      kind.input += Math.abs((now[at] ?? NaN) - (before[at] ?? NaN));
    });
  }
  return {
    still: still.paint / still.count,
    moving: moving.paint / moving.count,
    inputStill: still.input / still.count,
    inputMoving: moving.input / moving.count,
    stillShare: still.count / pixels,
    movingShare: moving.count / pixels,
  };
}

function luma(rgb: Float32Array | undefined): Float32Array {
  if (!rgb) throw new Error('a frame is missing');
  return Float32Array.from(
    { length: rgb.length / 3 },
    (_, at) =>
      255 * (0.299 * (rgb[3 * at] ?? 0) + 0.587 * (rgb[3 * at + 1] ?? 0) + 0.114 * (rgb[3 * at + 2] ?? 0)),
  );
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Mean of 5×5, smaller at the edges. */
function smoothed(values: Float32Array, { width, height }: Size): Float32Array {
  return values.map((_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    let total = 0;
    let count = 0;
    for (let row = Math.max(0, y - 2); row <= Math.min(height - 1, y + 2); row++) {
      for (let column = Math.max(0, x - 2); column <= Math.min(width - 1, x + 2); column++) {
        total += values[row * width + column] ?? 0;
        count++;
      }
    }
    return total / count;
  });
}
