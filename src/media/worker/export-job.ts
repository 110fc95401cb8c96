import type { Input } from 'mediabunny';
import { ImpastoError, type ErrorReport } from '../../protocol/errors';
import {
  CLIP_EXTENSIONS,
  type ExportEvents,
  type ExportSettings,
  type PainterReady,
  type WriteResult,
  type WrittenClip,
} from '../../protocol/media';
import { type AudioFeeder, openFeeder } from './audio-feeder';
import { isVideoFormat, videoCodecFor } from './codecs';
import type { JobControl } from './job-control';
import { withDeadline } from '../../shared/deadline';
import { isStorageFull, unreadable, writeFailure } from './media-errors';
import { removeFile } from '../clip-files';
import { FileWriter } from './file-writer';
import { gifPalette } from './gif-palette';
import { openInput } from './open-input';
import { planExport, type PreparedExport } from './plan';
import { ProgressMeter } from './progress-meter';
import { RemotePainter } from './remote-painter';
import { settle } from './settle';
import { SourceBroken, sourceFrames, type TimedFrame } from './source-frames';
import { smallJpegOf } from './thumbnail';
import type { FrameWriter } from './writers/frame-writer';
import { GifWriter } from './writers/gif-writer';
import { PngZipWriter } from './writers/png-zip-writer';
import { VideoWriter } from './writers/video-writer';

/** Frames at the painter: one is painted while the one before is encoded. */
const IN_FLIGHT = 2;

/** An encoder that is broken may not answer when it is asked for its last frames. */
const END_DEADLINE_MS = 10_000;

interface Ending {
  readonly complete: boolean;
  readonly error: ErrorReport | null;
  readonly notes: readonly string[];
  /** False if what is on the disk is no clip. */
  readonly readable: boolean;
}

/** One export from file to clip. Every frame of the range is painted once, in order; nothing is dropped. */
export class ExportJob {
  private readonly painter: RemotePainter;
  private ready: PainterReady | null = null;
  private thumbnail: Blob | null = null;
  private sounds: readonly AudioFeeder[] = [];
  private end = 0;

  private constructor(
    private readonly id: string,
    private readonly prepared: PreparedExport,
    settings: ExportSettings,
    private readonly events: ExportEvents,
    private readonly control: JobControl,
  ) {
    const { size } = prepared.plan;
    this.painter = new RemotePainter(() => events.openPainter({ paint: settings.paint, size }));
    control.onRendererReplaced = () => this.painter.lost();
  }

  /** Throws `ImpastoError` if nothing could be begun; what happens later is told in the result. */
  static async run(
    id: string,
    file: File,
    settings: ExportSettings,
    events: ExportEvents,
    control: JobControl,
  ): Promise<WriteResult> {
    const input = openInput(file);
    try {
      const prepared = await plan(file, input, settings);
      return await new ExportJob(id, prepared, settings, events, control).run();
    } finally {
      input.dispose();
    }
  }

  private async run(): Promise<WriteResult> {
    const { format } = this.prepared.plan;
    const name = `${this.id}.${CLIP_EXTENSIONS[format]}`;
    const grows = isVideoFormat(format);
    const file = await FileWriter.create(grows ? 'parts' : 'clips', grows ? this.id : name);
    const meter = new ProgressMeter(
      this.prepared.plan,
      this.prepared.origin,
      () => file.bytes,
      () => this.ready,
      (progress) => this.events.progress(progress),
    );
    try {
      const ending = await this.write(file, meter);
      meter.finished();
      return await this.keep(file, name, meter, ending);
    } finally {
      file.close();
      await this.painter.close().catch(() => undefined);
    }
  }

  /** Writes until the end, a cancellation or a failure; what was written by then is whole. */
  private async write(file: FileWriter, meter: ProgressMeter): Promise<Ending> {
    let writer: FrameWriter | null = null;
    try {
      this.ready = await this.painter.ready();
      // Nothing is to be got ready for a clip that nobody wants.
      if (this.control.cancellation) return this.endingOf(meter, null);
      writer = await this.openWriter(file);
      const broken = await this.pump(writer, meter);
      const ending = this.endingOf(meter, broken);
      await writer.finish(ending.complete);
      return this.withSound(ending);
    } catch (error) {
      const readable = writer !== null && (await endAnyhow(writer, error));
      return { complete: false, error: writeFailure(error).report, notes: [], readable };
    }
  }

  /** Resolves with what broke the source off, or null. */
  private async pump(writer: FrameWriter, meter: ProgressMeter): Promise<SourceBroken | null> {
    const { video, origin, plan, pictureRange } = this.prepared;
    const painting: Promise<TimedFrame>[] = [];
    const deliver = async () => {
      const next = painting.shift();
      if (!next) return;
      const { frame, timing } = await next;
      this.end = timing.timestamp + timing.duration;
      meter.frame(frame, timing);
      if (this.thumbnail === null || meter.framesDone * 3 === plan.frames) await this.picture(frame);
      await writer.add(frame, timing);
    };
    try {
      for await (const { frame, timing } of sourceFrames(video, pictureRange, origin, plan.size)) {
        painting.push(this.painter.paint(frame).then((painted) => ({ frame: painted, timing })));
        while (painting.length >= IN_FLIGHT) await deliver();
        if (await this.control.whenRunning()) meter.interrupted();
        if (this.control.cancellation) break;
      }
      while (painting.length > 0) await deliver();
      return null;
    } catch (error) {
      if (!(error instanceof SourceBroken)) throw error;
      while (painting.length > 0) await deliver();
      return error;
    } finally {
      // After a failure: frames that nobody waits for any more.
      for (const late of painting) void late.then(({ frame }) => frame.close()).catch(() => undefined);
    }
  }

  private endingOf(meter: ProgressMeter, broken: SourceBroken | null): Ending {
    const { frames } = this.prepared.plan;
    if (this.control.cancellation) return { complete: false, error: null, notes: [], readable: true };
    if (!broken && !this.endsEarly(meter.framesDone)) {
      return { complete: true, error: null, notes: [], readable: true };
    }
    const of = frames === null ? '' : ` of ${frames}`;
    const note = `The file is damaged: ${meter.framesDone}${of} frames could be read, and those are in the clip.`;
    if (meter.framesDone > 0) return { complete: false, error: null, notes: [note], readable: true };
    const report = new ImpastoError(
      'media-damaged',
      'The file is damaged: not one of its frames could be read. Choose another file.',
      broken?.message,
    ).report;
    return { complete: false, error: report, notes: [], readable: false };
  }

  /** Of a picture that is whole: one that ends early itself has told so. */
  private withSound(ending: Ending): Ending {
    const notes = this.sounds.flatMap(({ damage }) => damage ?? []);
    return ending.complete && notes.length > 0 ? { ...ending, complete: false, notes } : ending;
  }

  /** True if frames are missing at the end. In between a packet may be no frame that is shown. */
  private endsEarly(framesDone: number): boolean {
    const { origin, plan } = this.prepared;
    const { frames, range } = plan;
    if (frames === null) return framesDone === 0;
    const frame = (range.end - range.start) / frames;
    return framesDone < frames && range.end - origin - this.end > frame / 2;
  }

  private async keep(
    file: FileWriter,
    name: string,
    meter: ProgressMeter,
    ending: Ending,
  ): Promise<WriteResult> {
    file.close();
    const { complete, error, notes, readable } = ending;
    const wanted = readable && this.control.cancellation?.keep !== false && meter.framesDone > 0;
    const clip = wanted ? await this.clip(file, name, meter, complete) : null;
    if (!clip) {
      await Promise.all([removeFile('clips', name), removeFile('parts', this.id)]);
      return { clip, complete, error: error?.code === 'export-failed' ? nothingKept(error) : error, notes };
    }
    const lost = error ? 0 : meter.framesDone - clip.frames;
    return lost > 0
      ? { clip, complete: false, error, notes: [...notes, lostFrames(lost)] }
      : { clip, complete, error, notes };
  }

  private async clip(
    file: FileWriter,
    name: string,
    meter: ProgressMeter,
    complete: boolean,
  ): Promise<WrittenClip | null> {
    const { format, size } = this.prepared.plan;
    if (isVideoFormat(format)) {
      const clip = await settle(this.id, format, () => this.events.settling(complete));
      return clip && { ...clip, thumbnail: clip.thumbnail ?? this.thumbnail };
    }
    return {
      file: name,
      bytes: file.bytes,
      mimeType: format === 'gif' ? 'image/gif' : 'application/zip',
      format,
      size,
      frames: meter.framesDone,
      duration: this.end,
      sound: false,
      thumbnail: this.thumbnail,
    };
  }

  private async openWriter(file: FileWriter): Promise<FrameWriter> {
    const { plan, audio, origin, soundRange } = this.prepared;
    const { format, size, bitrate } = plan;
    if (format === 'gif')
      return new GifWriter(file, size, await gifPalette(this.prepared, this.painter, this.control));
    if (format === 'png') return new PngZipWriter(file, size);
    const codec = await videoCodecFor(format, size, bitrate);
    if (!codec) throw new ImpastoError('media-unsupported', 'This browser cannot encode the clip any more.');
    const sounds: AudioFeeder[] = [];
    for (const { track, plan: how } of audio) {
      sounds.push(await openFeeder(how, { track, range: soundRange, origin, format }));
    }
    this.sounds = sounds;
    return VideoWriter.open(file, { format, codec, bitrate, sounds });
  }

  private async picture(frame: VideoFrame): Promise<void> {
    this.thumbnail = await smallJpegOf(frame).catch(() => null);
  }
}

/** Ends a file whose writing has failed, with as much in it as can be had; false if it cannot be read. */
async function endAnyhow(writer: FrameWriter, cause: unknown): Promise<boolean> {
  if (!isStorageFull(cause)) {
    const late = () => new Error('no end in time');
    const ended = withDeadline(writer.finish(false), END_DEADLINE_MS, late);
    if (await ended.then(yes, no)) return true;
  }
  return writer.abandon();
}

const yes = () => true;
const no = () => false;

function nothingKept({ detail }: ErrorReport): ErrorReport {
  return new ImpastoError(
    'export-failed',
    'The clip could not be written, and nothing of it was finished. Try again, perhaps at a smaller resolution.',
    detail,
  ).report;
}

/** A browser that takes its encoder back gives another, but not the frames that were in the one before. */
function lostFrames(count: number): string {
  const frames = count === 1 ? 'One frame is' : `${count} frames are`;
  return `${frames} missing: the browser took its encoder back in the middle. Export again for all of them.`;
}

async function plan(file: File, input: Input, settings: ExportSettings): Promise<PreparedExport> {
  try {
    return await planExport(input, settings);
  } catch (error) {
    throw unreadable(file.name, error);
  }
}
