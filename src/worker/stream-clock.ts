import type { StreamFrame } from '../engine/style-engine';
import type { Size, Tier } from '../protocol/quality';
import type { SourceFrame } from '../protocol/render';
import type { StyleMix } from '../protocol/style';

/** Frames further apart do not follow each other: there was a pause, or somebody has jumped in a clip. */
const LONGEST_GAP = 1;
const MICROSECONDS = 1e6;

/** What a frame is painted with; if any of it changes, the paint of before is no guide. */
export interface PaintedWith {
  readonly tier: Tier;
  readonly mix: StyleMix;
  readonly size: Size;
  readonly mirror: boolean;
}

/** Tells an engine how the frames of one stream follow each other. */
export class StreamClock {
  private readonly stream = {};
  private last: { readonly time: number; readonly paint: PaintedWith } | null = null;

  /**
   * @param time of the frame in seconds on the stream's own clock; null for the same frame once more
   */
  next(time: number | null, paint: PaintedWith, smoothing: number): StreamFrame {
    const { last } = this;
    this.last = { time: time ?? last?.time ?? 0, paint };
    const follows = last !== null && isSamePaint(last.paint, paint);
    return { stream: this.stream, smoothing, elapsed: follows ? elapsed(last.time, time) : null };
  }

  /** The next frame begins anew. @returns what stands for the stream */
  end(): object {
    this.last = null;
    return this.stream;
  }
}

function isSamePaint(one: PaintedWith, other: PaintedWith): boolean {
  return (
    one.tier === other.tier &&
    one.mirror === other.mirror &&
    one.size.width === other.size.width &&
    one.size.height === other.size.height &&
    isSameMix(one.mix, other.mix)
  );
}

/** The rows of an added style follow from its id. */
function isSameMix(one: StyleMix, other: StyleMix): boolean {
  if (one === other) return true;
  const ids = Object.keys(one.weights);
  return (
    one.strength === other.strength &&
    ids.length === Object.keys(other.weights).length &&
    ids.every((id) => one.weights[id] === other.weights[id])
  );
}

function elapsed(before: number, time: number | null): number | null {
  if (time === null) return 0;
  const seconds = time - before;
  return seconds >= 0 && seconds <= LONGEST_GAP ? seconds : null;
}

/** Seconds on the frame's own clock: that of the clip or camera, where it has one. */
export function frameSeconds({ image, captureTime }: SourceFrame): number {
  return 'timestamp' in image ? image.timestamp / MICROSECONDS : captureTime / 1000;
}
