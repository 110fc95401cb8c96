import type { FrameTiming } from '../source-frames';

/** Writes painted frames, in order, into one file. */
export interface FrameWriter {
  /** Takes `frame` over; resolves when the next one may come. */
  add(frame: VideoFrame, timing: FrameTiming): Promise<void>;
  /** Ends the file so that it can be played; `complete`: no frame is missing at its end. */
  finish(complete: boolean): Promise<void>;
  /** Frees everything; false if what is on the disk by then cannot be read. */
  abandon(): Promise<boolean>;
}
