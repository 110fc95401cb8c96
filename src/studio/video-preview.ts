import type { TimeRange } from '../protocol/media';
import type { FrameSource } from '../sources/frame-source';
import type { Timeline } from './media';
import { isSeekable } from './seekable';

/** How often the position of a video is looked at, ms. */
const LOOK_EVERY = 200;
/** A preview that is no further than this from the start of its range, in seconds, has not moved. */
const STILL = 0.02;

export interface VideoPreviewHost {
  /** What is on the easel, be it a video or not. */
  source(): FrameSource | null;
  /** True while it plays. */
  live(): boolean;
  /** Has it play on from where it is. */
  play(): void;
  /** The part that is chosen, seconds on the preview's clock; null for none. */
  range(): TimeRange | null;
  changed(): void;
}

/** Where the video on the easel is, and the chosen part of it, which is played over and over. */
export class VideoPreview {
  readonly #host: VideoPreviewHost;
  #timeline: Timeline | null = null;
  #looking: ReturnType<typeof setInterval> | undefined;

  constructor(host: VideoPreviewHost) {
    this.#host = host;
  }

  /** Null while there is no video, or nothing is known of it yet. */
  get timeline(): Timeline | null {
    return this.#timeline;
  }

  /** Another source is on the easel; `video`: it is one to follow. */
  sourceChanged(video: boolean): void {
    clearInterval(this.#looking);
    this.#timeline = null;
    if (video) this.#looking = setInterval(() => this.#look(), LOOK_EVERY);
  }

  /** Shows the frame at a position in seconds. */
  seek(seconds: number): void {
    const source = this.#host.source();
    if (!isSeekable(source)) return;
    source.seek(seconds);
    this.#look();
  }

  /** Begins the chosen part anew; false where none is chosen: then a clip that is over is over. */
  loop(): boolean {
    const source = this.#host.source();
    const range = this.#host.range();
    // One that has not moved is refused by the browser, and would be so again.
    if (!range || !isSeekable(source) || source.currentTime <= range.start + STILL) return false;
    source.seek(range.start);
    this.#host.play();
    return true;
  }

  #look(): void {
    const source = this.#host.source();
    if (!isSeekable(source)) return;
    const { duration, currentTime: position } = source;
    if (this.#host.live() && position >= (this.#host.range()?.end ?? Infinity)) this.loop();
    if (position === this.#timeline?.position && duration === this.#timeline.duration) return;
    this.#timeline = { duration, position };
    this.#host.changed();
  }
}
