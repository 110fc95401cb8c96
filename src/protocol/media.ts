import type { ErrorReport } from './errors';
import type { Quality, Size, Tier } from './quality';
import type { Outcome } from './outcome';
import type { StyleMix } from './style';

export const CLIP_FORMATS = ['mp4', 'webm', 'gif', 'png'] as const;
export type ClipFormat = (typeof CLIP_FORMATS)[number];

export const CLIP_FORMAT_TITLES: Readonly<Record<ClipFormat, string>> = {
  mp4: 'MP4',
  webm: 'WebM',
  gif: 'GIF',
  png: 'PNG sequence',
};

export const CLIP_EXTENSIONS: Readonly<Record<ClipFormat, string>> = {
  mp4: 'mp4',
  webm: 'webm',
  gif: 'gif',
  png: 'zip',
};

export const BITRATE_PRESETS = ['small', 'standard', 'high'] as const;
export type BitratePreset = (typeof BITRATE_PRESETS)[number];

/** Seconds on the file's own clock; `end` is exclusive. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

export interface VideoTrackInfo {
  /** As the file numbers its tracks. */
  readonly id: number;
  /** Name as people know it: "H.264". */
  readonly codec: string;
  /** Upright and in square pixels: rotation and pixel aspect ratio applied. */
  readonly size: Size;
  /** Time of the first frame and end of the last, seconds. */
  readonly range: TimeRange;
  /** Null where counting would mean reading the whole of a large file. */
  readonly frames: number | null;
  /** Frames per second on average; null if there is no frame to tell by. */
  readonly frameRate: number | null;
  readonly variableFrameRate: boolean;
  readonly alpha: boolean;
  /** Why it cannot be decoded, a sentence that names the codec; null if it can. */
  readonly problem: string | null;
}

export interface AudioTrackInfo {
  readonly id: number;
  readonly codec: string;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Seconds. */
  readonly duration: number;
  /** ISO 639-2, "und" if unknown. */
  readonly language: string;
  readonly problem: string | null;
}

/** What a file holds. */
export interface MediaProbe {
  /** "MP4", "WebM", … */
  readonly container: string;
  /** End of the last track, seconds. */
  readonly duration: number;
  readonly video: readonly VideoTrackInfo[];
  readonly audio: readonly AudioTrackInfo[];
  /** The first frame, small; null if no video track can be decoded. */
  readonly poster: Blob | null;
  /** Sentences: what is odd about the file but does not keep it from being used. */
  readonly notes: readonly string[];
}

/** What to paint the frames of a clip with. */
export interface PaintSettings {
  readonly mix: StyleMix;
  readonly quality: Quality;
  /** Long side of the working size; null takes the one that belongs to the quality. */
  readonly workingSide: number | null;
  /** As in `RenderSettings`. */
  readonly smoothing: number;
}

export interface ExportSettings {
  readonly format: ClipFormat;
  /** Null takes the first that can be decoded. */
  readonly videoTrack: number | null;
  /** Null takes the whole clip. */
  readonly range: TimeRange | null;
  /** Long side of the result in pixels, at most {@link MAX_SIDE}; null keeps the source's resolution. */
  readonly longSide: number | null;
  readonly bitrate: BitratePreset;
  readonly sound: boolean;
  readonly paint: PaintSettings;
}

/** 4K. */
export const MAX_SIDE = 4096;

export interface AudioPlan {
  readonly track: number;
  readonly how: 'copy' | 'transcode' | 'drop';
  /** Of the result, as people know it; of the source if it is dropped. */
  readonly codec: string;
}

/** What an export will do, known before it starts. */
export interface ExportPlan {
  readonly format: ClipFormat;
  readonly videoTrack: number;
  readonly size: Size;
  /** "H.264"; null for GIF and PNG. */
  readonly codec: string | null;
  /** Bits per second; 0 for GIF and PNG. */
  readonly bitrate: number;
  readonly range: TimeRange;
  readonly frames: number | null;
  readonly audio: readonly AudioPlan[];
  /** Rough; bytes. */
  readonly estimatedBytes: number;
  /** Sentences for the user: what will differ from the source, sound that is lost among it. */
  readonly notes: readonly string[];
}

/** Whether a format can be written here. */
export interface FormatAvailability {
  readonly format: ClipFormat;
  readonly available: boolean;
  /** Why not, a sentence; null if available. */
  readonly reason: string | null;
  /** What it is made of here: "H.264, AAC is copied, Opus". */
  readonly description: string;
}

export interface ExportProgress {
  readonly framesDone: number;
  readonly frames: number | null;
  /** 0…1, by time, since the number of frames may be unknown. */
  readonly share: number;
  /** Frames per second over the last seconds. */
  readonly fps: number;
  readonly secondsLeft: number | null;
  readonly bytes: number;
  readonly tier: Tier | null;
  readonly workingSize: Size | null;
  /** A small JPEG of the newest frame, now and then; null in between. */
  readonly thumbnail: Blob | null;
}

/** A file that was written to the origin private file system. */
export interface WrittenClip {
  /** Name in the folder of clips. */
  readonly file: string;
  readonly bytes: number;
  readonly mimeType: string;
  readonly format: ClipFormat;
  readonly size: Size;
  readonly frames: number;
  /** Seconds. */
  readonly duration: number;
  readonly sound: boolean;
  readonly thumbnail: Blob | null;
}

/** How an export or a recording ended. */
export interface WriteResult {
  /** Null if nothing was kept. */
  readonly clip: WrittenClip | null;
  /** False if it ended before the end of the range: cancelled, failed, or the source is damaged. */
  readonly complete: boolean;
  /** Why it ended early; null if complete or cancelled. */
  readonly error: ErrorReport | null;
  /** Sentences: frames that could not be read and the like. */
  readonly notes: readonly string[];
}

/** What the export asks of the page while it runs, and tells it. */
export interface ExportEvents {
  progress(progress: ExportProgress): void;
  /** A port behind which a {@link FramePainterApi} answers; asked again when the one before has died. */
  openPainter(job: PainterJob): Promise<Outcome<MessagePort>>;
  /** All there is was written, and a clip is being made of it: told about once a second. `complete`: nothing is missing. */
  settling(complete: boolean): void;
}

/** Of sound as it comes. */
export interface SoundFormat {
  /** Hz. */
  readonly sampleRate: number;
  readonly numberOfChannels: number;
}

export interface RecordingOptions {
  readonly format: 'mp4' | 'webm';
  readonly size: Size;
  /** Expected frames per second; the real ones come from the capture times. */
  readonly frameRate: number;
  /** Null records the picture only. */
  readonly sound: SoundFormat | null;
  /** Bytes that may be written before the recording ends by itself. */
  readonly maxBytes: number;
}

export interface RecordingEvents {
  /** Seconds recorded and bytes written so far. */
  progress(seconds: number, bytes: number): void;
  /** It has ended by itself (full disk, encoder lost); `stop` tells the rest. */
  ended(report: ErrorReport): void;
  /** All there is was written, and a clip is being made of it: told about once a second. `complete`: nothing is missing. */
  settling(complete: boolean): void;
}

/** A picture of a film and how long it is shown, seconds. */
export interface FilmFrame {
  readonly picture: Blob;
  readonly duration: number;
}

/** A film as a file in memory. */
export interface Film {
  readonly file: Blob;
  readonly extension: string;
}

/** One media worker: one probe, export or recording at a time; killed without harm to the renderer. */
export interface MediaWorkerApi {
  hello(): true;
  probe(file: File): Promise<Outcome<MediaProbe>>;
  formats(): Promise<Outcome<readonly FormatAvailability[]>>;
  plan(file: File, settings: ExportSettings): Promise<Outcome<ExportPlan>>;
  /** Writes clip `id`; resolves when it ended, in whatever way. */
  exportClip(
    id: string,
    file: File,
    settings: ExportSettings,
    events: ExportEvents,
  ): Promise<Outcome<WriteResult>>;
  pause(): void;
  resume(): void;
  /** Ends the export under way; `keep` finishes what is there as a playable file. */
  cancel(keep: boolean): void;
  /** The renderer that painted for the export is gone; another one can be opened. */
  rendererReplaced(): void;
  /** Records what comes through `frames` (see {@link CaptureSinkApi}) and `recordSound`. */
  startRecording(
    id: string,
    frames: MessagePort,
    options: RecordingOptions,
    events: RecordingEvents,
  ): Promise<Outcome<null>>;
  /** Goes on with frames from another renderer, the one before being gone. */
  attachFrames(frames: MessagePort): void;
  /** Takes ownership. `time`: of its start, ms on the page's clock. */
  recordSound(data: AudioData, time: number): void;
  /** The microphone is gone; the recording goes on without sound. */
  endSound(): void;
  stopRecording(): Promise<Outcome<WriteResult>>;
  /** Makes a clip of what a crashed tab left behind. */
  recover(id: string, format: ClipFormat): Promise<Outcome<WriteResult>>;
  /** Makes a video without sound of pictures, as large as the last of them. */
  film(frames: readonly FilmFrame[]): Promise<Outcome<Film>>;
}

/** What a painter for a clip is opened with. */
export interface PainterJob {
  readonly paint: PaintSettings;
  /** Of every frame it is given, and of every frame it gives back. */
  readonly size: Size;
}

export interface PainterReady {
  readonly tier: Tier;
  readonly workingSize: Size;
}

/** The render worker's end of an export, behind a port of its own. */
export interface FramePainterApi {
  ready(): Promise<Outcome<PainterReady>>;
  /** Takes `frame` over and gives the painting with the same timestamp and duration. */
  paint(frame: VideoFrame): Promise<Outcome<VideoFrame>>;
  close(): Promise<void>;
}

/** What the render worker copies for a recording, right after it was presented. */
export interface CaptureOptions {
  readonly size: Size;
}

/** The media worker's end of a recording. */
export interface CaptureSinkApi {
  /** Takes `frame` over; its timestamp is the time of capture, µs on the page's clock. */
  put(frame: VideoFrame): Promise<void>;
}
