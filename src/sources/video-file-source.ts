import { ImpastoError } from '../protocol/errors';
import { withDeadline } from '../shared/deadline';
import { FrameGate } from './frame-gate';
import { bestVideoPath, type VideoPath } from './frame-path';
import type { FrameSink, FrameSource, SourceInfo } from './frame-source';
import { stoppedError } from './stopped';
import { pumpVideo, type VideoPump } from './video-frames';

/** Time until the first picture of a file must be there, ms. */
const LOAD_DEADLINE = 10_000;
/** Video elements do not tell their frame rate; ms. */
const NOMINAL_INTERVAL = 1000 / 30;

export interface VideoFileOptions {
  readonly path?: VideoPath;
  /** Time until the first picture must be there, ms. */
  readonly deadline?: number;
}

/** A video file, played once, without sound. At its end it waits on its last frame. */
export class VideoFileSource implements FrameSource {
  readonly kind = 'video';
  readonly #file: File;
  readonly #options: VideoFileOptions;
  readonly #abort = new AbortController();
  #gate: FrameGate | null = null;
  #pump: VideoPump | null = null;
  #video: HTMLVideoElement | null = null;
  #url: string | null = null;

  constructor(file: File, options: VideoFileOptions = {}) {
    this.#file = file;
    this.#options = options;
  }

  /** Length in seconds; 0 before `start` has resolved and where the file does not tell. */
  get duration(): number {
    const duration = this.#video?.duration ?? 0;
    return Number.isFinite(duration) ? duration : 0;
  }

  /** Position in seconds. */
  get currentTime(): number {
    return this.#video?.currentTime ?? 0;
  }

  async start(sink: FrameSink): Promise<SourceInfo> {
    if (this.#abort.signal.aborted) throw stoppedError();
    if (this.#file.size === 0) throw this.#unreadable('the file is empty');
    const video = document.createElement('video');
    this.#video = video;
    video.muted = true;
    video.playsInline = true;
    video.preload = 'auto';
    this.#url = URL.createObjectURL(this.#file);
    video.src = this.#url;
    try {
      await withDeadline(this.#firstPicture(video), this.#options.deadline ?? LOAD_DEADLINE, () =>
        this.#unreadable('no picture before the deadline'),
      );
    } catch (error) {
      this.stop();
      throw error;
    }
    const gate = new FrameGate(sink);
    this.#gate = gate;
    this.#pump = pumpVideo(video, this.#options.path ?? bestVideoPath(), gate);
    this.#watch(video, gate);
    await this.#play(video, gate);
    return this.#describe(video);
  }

  pause(): void {
    this.#video?.pause();
    this.#gate?.hold();
  }

  /** Goes on; from the beginning if the clip was over. */
  async resume(): Promise<void> {
    if (this.#video === null || this.#gate === null) return;
    this.#gate.release();
    await this.#play(this.#video, this.#gate);
  }

  repeat(): void {
    this.#gate?.allowOne();
    this.#pump?.grabNow();
  }

  /** Goes to a position in seconds; while paused the frame there is handed over too. */
  seek(seconds: number): void {
    if (this.#video === null) return;
    this.#gate?.allowOne();
    // One that tells no length, as browsers' own recordings, can be sought all the same.
    this.#video.currentTime = Math.min(Math.max(seconds, 0), this.duration || Infinity);
  }

  stop(): void {
    this.#abort.abort();
    this.#gate?.shut();
    this.#pump?.stop();
    this.#pump = null;
    if (this.#video !== null) {
      this.#video.pause();
      this.#video.removeAttribute('src');
      // Without this the element keeps its decoder until it is collected.
      this.#video.load();
      this.#video = null;
    }
    if (this.#url !== null) URL.revokeObjectURL(this.#url);
    this.#url = null;
  }

  #firstPicture(video: HTMLVideoElement): Promise<void> {
    const { signal } = this.#abort;
    return new Promise((resolve, reject) => {
      const settle = (action: () => void): AddEventListenerOptions & { handler: () => void } => ({
        once: true,
        signal,
        handler: action,
      });
      const loaded = settle(() => {
        if (video.videoWidth > 0) resolve();
        else reject(this.#unreadable('no video track'));
      });
      const failed = settle(() => {
        reject(this.#unreadable(video.error?.message));
      });
      video.addEventListener('loadeddata', loaded.handler, loaded);
      video.addEventListener('error', failed.handler, failed);
      signal.addEventListener('abort', () => {
        reject(stoppedError());
      });
    });
  }

  #watch(video: HTMLVideoElement, gate: FrameGate): void {
    const { signal } = this.#abort;
    // No frame is presented for a seek on a paused element that nobody sees: it is fetched.
    video.addEventListener('seeked', () => video.paused && this.#pump?.grabNow(), { signal });
    video.addEventListener(
      'ended',
      () => {
        gate.end(null);
        // The last frame may be presented after this event.
        gate.allowOne();
      },
      { signal },
    );
    video.addEventListener(
      'error',
      () => {
        gate.end(this.#brokenOff(video.error?.message).report);
        this.stop();
      },
      { signal },
    );
  }

  /** Plays; where the browser refuses, the clip waits on its frame as if it were over. */
  async #play(video: HTMLVideoElement, gate: FrameGate): Promise<void> {
    try {
      await video.play();
    } catch (error) {
      if (this.#abort.signal.aborted) throw stoppedError();
      const interrupted = error instanceof Error && error.name === 'AbortError';
      if (interrupted) return;
      gate.end(null);
      this.repeat();
    }
  }

  #describe(video: HTMLVideoElement): SourceInfo {
    return {
      kind: 'video',
      label: this.#file.name,
      width: video.videoWidth,
      height: video.videoHeight,
      frameInterval: NOMINAL_INTERVAL,
    };
  }

  #unreadable(detail?: string): ImpastoError {
    return new ImpastoError(
      'file-unreadable',
      `“${this.#file.name}” cannot be played: it is damaged, is not a video, or uses a format this browser does not know. Try an MP4 (H.264) or WebM file.`,
      detail,
    );
  }

  #brokenOff(detail?: string): ImpastoError {
    return new ImpastoError(
      'file-unreadable',
      `“${this.#file.name}” is damaged from here on. Open it again to see the part before, or choose another file.`,
      detail,
    );
  }
}
