import type { ImpastoError } from '../protocol/errors';
import { cameraError, cameraErrorFrom } from './camera-errors';
import { mediaDevices } from './cameras';
import { FrameGate } from './frame-gate';
import { bestTrackPath, type TrackPath } from './frame-path';
import type { FrameSink, FrameSource, SourceInfo } from './frame-source';
import { stoppedError } from './stopped';
import { pumpTrack, type FramePump } from './track-frames';
import { pumpVideo } from './video-frames';

const IDEAL = { width: 1280, height: 720, frameRate: 30 } as const;

/** Time until a camera that was opened must give a frame, ms; some take seconds to wake up. */
const FIRST_FRAME_DEADLINE = 12_000;

export interface CameraOptions {
  /** The camera to use and no other; the browser's choice if left out. */
  readonly deviceId?: string | undefined;
  /** How frames are taken; the best way this browser has if left out. */
  readonly path?: TrackPath;
  /** Time until the first frame must be there, ms. */
  readonly deadline?: number;
}

/** A webcam. While paused it stays on, so that going on is immediate; its frames are closed unseen. */
export class CameraSource implements FrameSource {
  readonly kind = 'camera';
  readonly #options: CameraOptions;
  #stopped = false;
  #gate: FrameGate | null = null;
  #track: MediaStreamTrack | null = null;
  #pump: FramePump | null = null;
  #video: HTMLVideoElement | null = null;
  #watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CameraOptions = {}) {
    this.#options = options;
  }

  /** The id of the camera in use; null before `start` has resolved. */
  get deviceId(): string | null {
    return this.#track?.getSettings().deviceId ?? null;
  }

  async start(sink: FrameSink): Promise<SourceInfo> {
    const stream = await this.#open();
    const track = stream.getVideoTracks()[0];
    if (track === undefined) throw cameraError('camera-missing');
    this.#track = track;
    if (this.#stopped) {
      track.stop();
      throw stoppedError();
    }
    const gate = new FrameGate(sink);
    this.#gate = gate;
    // `ended` tells of unplugging and of withdrawn permission; `track.stop()` does not fire it.
    track.addEventListener('ended', () => {
      this.#fail(gate, cameraError('camera-unplugged'));
    });
    // From now on, since a video element may wait for the first frame before it plays at all.
    this.#expectFrame(gate);
    try {
      this.#pump = await this.#pumpFrom(track, gate);
    } catch (error) {
      this.stop();
      throw error;
    }
    return describe(track);
  }

  pause(): void {
    this.#gate?.hold();
  }

  resume(): Promise<void> {
    this.#gate?.release();
    return Promise.resolve();
  }

  repeat(): void {
    this.#gate?.allowOne();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#watchdog);
    this.#gate?.shut();
    this.#pump?.stop();
    this.#pump = null;
    this.#track?.stop();
    if (this.#video !== null) this.#video.srcObject = null;
    this.#video = null;
  }

  async #open(): Promise<MediaStream> {
    const devices = mediaDevices();
    if (devices === undefined || typeof devices.getUserMedia !== 'function') {
      throw cameraError('camera-unsupported');
    }
    const { deviceId } = this.#options;
    const video: MediaTrackConstraints = {
      width: { ideal: IDEAL.width },
      height: { ideal: IDEAL.height },
      frameRate: { ideal: IDEAL.frameRate },
      ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    };
    try {
      return await devices.getUserMedia({ video, audio: false });
    } catch (error) {
      throw cameraErrorFrom(error, deviceId !== undefined);
    }
  }

  async #pumpFrom(track: MediaStreamTrack, gate: FrameGate): Promise<FramePump> {
    const path = this.#options.path ?? bestTrackPath();
    if (path === 'processor') return pumpTrack(track, gate);
    const video = document.createElement('video');
    this.#video = video;
    video.muted = true;
    video.playsInline = true;
    video.srcObject = new MediaStream([track]);
    try {
      await video.play();
    } catch (error) {
      throw this.#stopped ? stoppedError() : cameraErrorFrom(error, false);
    }
    if (this.#stopped) throw stoppedError();
    return pumpVideo(video, path, gate);
  }

  /** Some systems let a camera that another program holds be opened, but give no frame of it. */
  #expectFrame(gate: FrameGate): void {
    // In a hidden page, or while paused, a video element may rightly have given nothing yet.
    const excused = () => document.hidden || !gate.passing;
    const wasExcused = excused();
    this.#watchdog = setTimeout(() => {
      if (gate.offered) return;
      if (wasExcused || excused()) this.#expectFrame(gate);
      else this.#fail(gate, cameraError('camera-busy', 'no frame came'));
    }, this.#options.deadline ?? FIRST_FRAME_DEADLINE);
  }

  #fail(gate: FrameGate, { report }: ImpastoError): void {
    gate.end(report);
    this.stop();
  }
}

function describe(track: MediaStreamTrack): SourceInfo {
  const { width, height, frameRate } = track.getSettings();
  return {
    kind: 'camera',
    label: track.label || 'Camera',
    width: width ?? IDEAL.width,
    height: height ?? IDEAL.height,
    frameInterval: 1000 / (frameRate !== undefined && frameRate > 0 ? frameRate : IDEAL.frameRate),
  };
}
