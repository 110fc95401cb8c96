import type { FrameSource } from '../sources/frame-source';

/** A source with a beginning and an end. */
export interface SeekableSource extends FrameSource {
  /** Seconds; 0 while unknown. */
  readonly duration: number;
  /** Seconds. */
  readonly currentTime: number;
  seek(seconds: number): void;
}

export function isSeekable(source: FrameSource | null): source is SeekableSource {
  return source !== null && 'seek' in source;
}
