import * as Comlink from 'comlink';
import { AudioSample, AudioSampleSource, Output, Quality, VideoSample, VideoSampleSource } from 'mediabunny';
import { ImpastoError, type ErrorReport } from '../../protocol/errors';
import type { CaptureSinkApi, RecordingEvents, RecordingOptions, WriteResult } from '../../protocol/media';
import { videoBitrate } from './bitrate';
import { liveSoundEncoding, videoCodecFor } from './codecs';
import { growingFormat, streamTo } from './container';
import { recordingFailure } from './media-errors';
import { FileWriter } from './file-writer';
import { settle } from './settle';

/** A crash loses no more than this and a fragment: what was written is pushed to the disk so often. */
const FLUSH_EVERY_MS = 500;
const KEY_FRAME_INTERVAL = 1;
const MICROSECONDS = 1e6;
/** How far sound may drift from the picture before it is brought back, seconds. */
const MAX_SOUND_DRIFT = 0.025;

/** A recording under way. Frames carry their capture times; a slow renderer lowers their rate, not the sync. */
export class Recording {
  private origin: number | null = null;
  private lastTimestamp = -Infinity;
  private soundEnd: number | null = null;
  private end = 0;
  private failure: ErrorReport | null = null;
  /** Writes happen in order, one after the other. */
  private chain: Promise<void> = Promise.resolve();
  private readonly flushing: ReturnType<typeof setInterval>;
  private stopped: Promise<WriteResult> | null = null;

  private constructor(
    private readonly id: string,
    private port: MessagePort,
    private readonly options: RecordingOptions,
    private readonly events: RecordingEvents,
    private readonly file: FileWriter,
    private readonly output: Output,
    private readonly video: VideoSampleSource,
    private audio: AudioSampleSource | null,
  ) {
    this.attach(port);
    this.flushing = setInterval(() => this.tick(), FLUSH_EVERY_MS);
  }

  /** Throws `ImpastoError` `recording-failed` where the browser cannot encode it. */
  static async start(
    id: string,
    frames: MessagePort,
    options: RecordingOptions,
    events: RecordingEvents,
  ): Promise<Recording> {
    const { format, size, frameRate, sound, maxBytes } = options;
    const codec = await videoCodecFor(format, size, videoBitrate('avc', size, frameRate, 'standard'));
    if (!codec) {
      throw new ImpastoError(
        'recording-failed',
        `This browser cannot record at ${size.width}×${size.height}.`,
      );
    }
    const video = new VideoSampleSource({
      codec,
      quality: new Quality({ bitrate: videoBitrate(codec, size, frameRate, 'standard') }),
      keyFrameInterval: KEY_FRAME_INTERVAL,
      latencyMode: 'realtime',
    });
    const soundEncoding = sound && (await liveSoundEncoding(format, sound));
    if (sound && !soundEncoding) {
      throw new ImpastoError(
        'recording-failed',
        'This browser cannot encode sound. Switch the microphone off to record the picture alone.',
      );
    }
    const audio = soundEncoding && new AudioSampleSource(soundEncoding);
    const file = await FileWriter.create('parts', id, maxBytes);
    const output = new Output({ format: growingFormat(format), target: streamTo(file, false) });
    output.addVideoTrack(video);
    if (audio) output.addAudioTrack(audio);
    await output.start();
    return new Recording(id, frames, options, events, file, output, video, audio);
  }

  /** Takes frames from `port` from now on. */
  attach(port: MessagePort): void {
    if (port !== this.port) this.port.close();
    this.port = port;
    const sink: CaptureSinkApi = { put: (frame) => this.frame(frame) };
    Comlink.expose(sink, port);
  }

  /** Takes `data` over. `time`: of its start, ms on the page's clock. */
  sound(data: AudioData, time: number): void {
    const { audio, failure } = this;
    const timestamp = this.soundTimestamp(time / 1000);
    if (!audio || timestamp === null || this.stopped || failure) {
      data.close();
      return;
    }
    this.soundEnd = timestamp + data.duration / MICROSECONDS;
    const sample = new AudioSample(data);
    sample.setTimestamp(timestamp);
    void this.enqueue(async () => {
      try {
        await audio.add(sample);
      } finally {
        sample.close();
      }
    });
  }

  /** No more sound comes: the picture, which waits for it in the file, goes on alone. */
  endSound(): void {
    const { audio } = this;
    this.audio = null;
    if (!this.stopped) void this.enqueue(() => Promise.resolve(audio?.close()));
  }

  /**
   * Sound goes on without gaps, whatever its packets' times jitter, until it is off by more than a
   * little: then it jumps ahead, or is left out (null) until the picture has caught up.
   */
  private soundTimestamp(time: number): number | null {
    const { origin, soundEnd } = this;
    // The clip begins with its first picture.
    if (origin === null || time < origin) return null;
    const timestamp = time - origin;
    if (soundEnd === null) return timestamp;
    if (Math.abs(timestamp - soundEnd) < MAX_SOUND_DRIFT) return soundEnd;
    return timestamp > soundEnd ? timestamp : null;
  }

  /** Ends the recording; the clip has its index in front and can be jumped about in. */
  stop(): Promise<WriteResult> {
    this.stopped ??= this.finish();
    return this.stopped;
  }

  /** Takes `frame` over; resolves when it is encoded, which is the credit for the next. */
  private async frame(frame: VideoFrame): Promise<void> {
    const time = frame.timestamp / MICROSECONDS;
    const timestamp = time - (this.origin ?? time);
    if (this.stopped || this.failure || timestamp <= this.lastTimestamp) {
      frame.close();
      return;
    }
    this.origin ??= time;
    this.lastTimestamp = timestamp;
    this.end = timestamp;
    const sample = new VideoSample(frame, { timestamp, duration: 1 / this.options.frameRate });
    await this.enqueue(async () => {
      try {
        await this.video.add(sample);
      } finally {
        sample.close();
      }
    });
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.chain = this.chain.then(work).catch((error: unknown) => this.fail(error));
    return this.chain;
  }

  private tick(): void {
    if (this.stopped) return;
    try {
      this.file.flush();
    } catch (error) {
      this.fail(error);
    }
    this.events.progress(this.end, this.file.bytes);
  }

  private fail(error: unknown): void {
    if (this.failure) return;
    this.failure = recordingFailure(error).report;
    this.events.ended(this.failure);
  }

  private async finish(): Promise<WriteResult> {
    clearInterval(this.flushing);
    await this.chain;
    this.port.close();
    if (this.failure) await this.output.cancel().catch(() => undefined);
    else await this.output.finalize().catch((error: unknown) => this.fail(error));
    this.file.close();
    const clip = await settle(this.id, this.options.format, () =>
      this.events.settling(this.failure === null),
    );
    return { clip, complete: this.failure === null, error: this.failure, notes: [] };
  }
}
