import * as Comlink from 'comlink';
import { type ErrorReport, ImpastoError, toErrorReport } from '../protocol/errors';
import type { RecordingOptions, WriteResult } from '../protocol/media';
import type { Size } from '../protocol/quality';
import { NO_DEADLINE_MS } from '../shared/deadline';
import { unwrap } from '../shared/outcome';
import { Store } from '../shared/store';
import type { Clip, ClipLibrary, OpenJob } from './clip-library';
import { type MediaLink, recoverPart, spawnMediaWorker } from './media-link';
import type { PainterHost } from './painter-host';
import { SilenceWatch } from './silence-watch';
import { pumpSound, soundFormat } from './sound-pump';

export type RecorderStatus = 'idle' | 'starting' | 'recording' | 'stopping';

export interface RecorderState {
  readonly status: RecorderStatus;
  /** Seconds recorded. */
  readonly seconds: number;
  readonly bytes: number;
  /** Bytes at which it ends by itself, by the room there is. */
  readonly limit: number;
  readonly sound: boolean;
  /** The clip that the last recording became. */
  readonly clipId: string | null;
  readonly error: ErrorReport | null;
}

export interface RecordOptions {
  readonly format: 'mp4' | 'webm';
  /** Of the source; the recording has its shape from beginning to end. */
  readonly size: Size;
  /** Frames per second of the source. */
  readonly frameRate: number;
  /** Of the microphone; null records the picture only. It stays the caller's. */
  readonly soundTrack: MediaStreamTrack | null;
}

/** Long side of a recording at most: what is shown is rarely larger, and encoders keep up. */
const MAX_SIDE = 1920;
/** Room that is left on the disk for everything else, bytes; settling needs it too. */
const RESERVE = 64 * 2 ** 20;
const LEAST_ROOM = 16 * 2 ** 20;
/** A worker that gives no sign for so long while it makes the clip is stuck, and is killed. */
const STOP_SILENCE_MS = 120_000;

interface Session {
  readonly link: MediaLink;
  readonly job: OpenJob;
  readonly options: RecordingOptions;
  readonly stopSound: () => void;
}

/** Records what is shown, as long as the user likes or there is room. */
export class LiveRecorder {
  private readonly store = new Store<RecorderState>({
    status: 'idle',
    seconds: 0,
    bytes: 0,
    limit: Infinity,
    sound: false,
    clipId: null,
    error: null,
  });
  private session: Session | null = null;
  /** Of a recording that has ended by itself, perhaps before it counted as begun. */
  private ended: MediaLink | null = null;
  /** Of a recording that is being stopped: whether its worker still works, and has everything on the disk. */
  private watch: SilenceWatch | null = null;
  private whole = false;

  constructor(
    private readonly host: PainterHost,
    private readonly library: ClipLibrary,
  ) {}

  get state(): RecorderState {
    return this.store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  /** Resolves when frames are being recorded, or with the failure in `state.error`. */
  async start(options: RecordOptions): Promise<void> {
    if (this.state.status !== 'idle') return;
    const sound = options.soundTrack !== null;
    this.store.update({ status: 'starting', seconds: 0, bytes: 0, sound, clipId: null, error: null });
    try {
      this.session = await this.open(options);
      this.store.update({ status: 'recording' });
      if (this.ended === this.session.link) void this.stop();
    } catch (error) {
      this.store.update({ status: 'idle', error: toErrorReport(error) });
    }
  }

  /** Ends the recording and gives the clip; null if nothing was recorded. */
  async stop(): Promise<Clip | null> {
    const { session } = this;
    if (!session || this.state.status !== 'recording') return null;
    this.store.update({ status: 'stopping' });
    this.whole = false;
    session.stopSound();
    await this.host.stopCapture().catch(() => undefined);
    try {
      const result = await this.finish(session);
      const clip = await session.job.done(result);
      const error = clip ? result.error : nothingKept(result.error);
      this.store.update({ status: 'idle', clipId: clip?.id ?? null, error });
      return clip;
    } catch (error) {
      // Nothing is left to try with but what is on the disk, at a time of the user's choosing.
      await session.job.brokenOff().catch(() => undefined);
      this.store.update({ status: 'idle', error: toErrorReport(error) });
      return null;
    } finally {
      this.session = null;
      session.link.terminate();
    }
  }

  /** Call when another renderer has taken the place of the one that was recorded. */
  async rendererReplaced(): Promise<void> {
    const { session } = this;
    if (!session || this.state.status !== 'recording') return;
    const { port1, port2 } = new MessageChannel();
    await session.link.call((api) => api.attachFrames(Comlink.transfer(port2, [port2])));
    await this.host.startCapture(port1, { size: session.options.size });
  }

  dismissError(): void {
    this.store.update({ error: null });
  }

  private async open({ format, size, frameRate, soundTrack }: RecordOptions): Promise<Session> {
    const room = (await this.library.freeBytes()) - RESERVE;
    if (room < LEAST_ROOM) {
      throw new ImpastoError(
        'storage-full',
        'There is no room left to record. Delete clips or files and try again.',
        `${room} bytes`,
      );
    }
    // The clip is copied once at its end, so half of the room is its own.
    const maxBytes = room / 2;
    this.store.update({ limit: maxBytes });
    const sound = soundTrack && soundFormat(soundTrack);
    const options: RecordingOptions = { format, size: recordingSize(size), frameRate, sound, maxBytes };
    const job = await this.library.begin(recordingName(), 'recording', format);
    let link: MediaLink | null = null;
    try {
      link = await spawnMediaWorker();
      await this.connect(link, job.id, options);
      return { link, job, options, stopSound: soundTrack ? this.pump(link, soundTrack) : () => undefined };
    } catch (error) {
      link?.terminate();
      // Why it failed matters more than what cannot be cleared up yet.
      await job.dropped().catch(() => undefined);
      throw error;
    }
  }

  private async connect(link: MediaLink, id: string, options: RecordingOptions): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    const ended = () => {
      this.ended = link;
      if (this.session?.link === link) void this.stop();
    };
    const events = Comlink.proxy({
      progress: (seconds: number, bytes: number) => this.store.update({ seconds, bytes }),
      // Full disk or lost encoder: what there is becomes the clip, and the reason comes with it.
      ended,
      settling: (complete: boolean) => {
        if (this.session?.link === link) this.settling(complete);
      },
    });
    const port = Comlink.transfer(port2, [port2]);
    unwrap(await link.call((api) => api.startRecording(id, port, options, events)));
    link.onEnd(ended);
    await this.host.startCapture(port1, { size: options.size });
  }

  private pump(link: MediaLink, track: MediaStreamTrack): () => void {
    // A worker that is gone is heard of by its crash.
    const tell = (message: Promise<void>) => void message.catch(() => undefined);
    return pumpSound(
      track,
      (data, time) => tell(link.call((api) => api.recordSound(Comlink.transfer(data, [data]), time))),
      () => tell(link.call((api) => api.endSound())),
    );
  }

  private settling(complete: boolean): void {
    this.whole = complete;
    this.watch?.heard();
  }

  /** A worker that died leaves its fragments, of which another one makes the clip. */
  private async finish({ link, job, options }: Session): Promise<WriteResult> {
    this.watch = new SilenceWatch(STOP_SILENCE_MS, () => link.terminate());
    try {
      return unwrap(await link.call((api) => api.stopRecording(), NO_DEADLINE_MS));
    } catch (error) {
      link.terminate();
      const kept = await recoverPart(job.id, options.format);
      if (kept.clip && this.whole) return { ...kept, complete: true };
      const { message, detail } = toErrorReport(error);
      const sentence = 'The recording broke off. What was recorded until then is among the clips.';
      return { ...kept, error: new ImpastoError('recording-failed', sentence, detail ?? message).report };
    } finally {
      this.watch.end();
    }
  }
}

/** The source's shape, in even numbers, since encoders want those. */
function recordingSize({ width, height }: Size): Size {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  const side = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { width: side(width), height: side(height) };
}

/** "Recording 2026-11-23 19.22". */
function recordingName(date = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `Recording ${day} ${two(date.getHours())}.${two(date.getMinutes())}`;
}

/** Why there is no clip, `error` being what has ended the recording. */
function nothingKept(error: ErrorReport | null): ErrorReport {
  if (error && error.code !== 'recording-failed') return error;
  if (error) {
    return new ImpastoError(
      'recording-failed',
      'The recording broke off before anything of it could be kept. Record again.',
      error.detail,
    ).report;
  }
  return new ImpastoError(
    'recording-failed',
    'Nothing was painted while recording, so there is no clip. Record while the picture moves.',
  ).report;
}
