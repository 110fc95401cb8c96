import type { BackendInfo, BackendName } from './backend';
import type { ErrorReport } from './errors';
import type { Outcome } from './outcome';
import type { CaptureOptions, PainterJob } from './media';
import type { Quality, Size, Tier } from './quality';
import type { StyleMix } from './style';

/** A frame on its way to the worker; whoever holds `image` closes it exactly once. */
export interface SourceFrame {
  readonly image: VideoFrame | ImageBitmap;
  /** Time of capture, ms since `performance.timeOrigin` of the page. */
  readonly captureTime: number;
}

/** How the picture is painted and shown. All of it may change between two frames. */
export interface RenderSettings {
  readonly mix: StyleMix;
  readonly quality: Quality;
  /** Left and right change places, in the original too. */
  readonly mirror: boolean;
  /** Share of the picture's width, from the left, that shows the original: 0…1. */
  readonly compare: number;
  /** How much flicker is steadied over time, at the cost of lag: 0 (not at all) to 1. */
  readonly smoothing: number;
}

export interface RenderOptions {
  /** The only backend to try; null tries all in order. */
  readonly backend: BackendName | null;
  /** Backends that failed before in this page and are not to be tried again. */
  readonly excluded: readonly BackendName[];
  /** Forced long side of the working size, pixels; null lets the quality controller choose. */
  readonly size: number | null;
  readonly settings: RenderSettings;
  /** Of the canvas, device pixels. */
  readonly display: Size;
  /** `performance.timeOrigin` of the page, so that both clocks can be compared. */
  readonly timeOrigin: number;
}

/** Milliseconds a stage took, smoothed. */
export interface StageTimes {
  readonly ingest: number;
  readonly network: number;
  readonly present: number;
}

/** What the worker measured; sent a few times a second while frames are painted. */
export interface Meters {
  /** Frames per second that the network has painted, and that came on the canvas. */
  readonly stylizeFps: number;
  readonly displayFps: number;
  readonly stages: StageTimes;
  /** True if `stages` are GPU timestamps, false if wall-clock times around finished work. */
  readonly gpuTimestamps: boolean;
  /** Capture to present, ms, smoothed. */
  readonly latency: number;
  /** From the start of a frame until the GPU has finished it, ms, smoothed. */
  readonly frameTime: number;
  /** The network that paints at present. */
  readonly tier: Tier;
  /** A network that is being got ready, to paint with then; null for none. */
  readonly coming: Tier | null;
  readonly workingSize: Size;
  /** Tensors that live, where the engine counts in them. */
  readonly tensors: number;
  /** Of textures and buffers that are known of. */
  readonly gpuBytes: number;
  /** Since the renderer began. */
  readonly framesPainted: number;
  /** Frames of the source that the worker holds and has not closed. */
  readonly framesOpen: number;
}

/** What the worker tells the page without being asked. */
export interface RenderEvents {
  /** A backend is being opened and got ready; it is to blame if that comes to nothing. */
  trying(backend: BackendName): void;
  meters(meters: Meters): void;
  /** What is painted, or exported, has another working size from now on; `reason` is a sentence. */
  step(size: Size, reason: string): void;
  /** The network that the settings need cannot be had; the one before goes on painting. */
  refused(tier: Tier, report: ErrorReport): void;
  /** The worker cannot go on (device or context lost); it must be rebuilt. */
  failed(report: ErrorReport, backend: BackendName): void;
}

/** What the worker says when it is ready to paint. */
export interface RenderReady {
  readonly info: BackendInfo;
}

/** The render worker as seen through Comlink. */
export interface RenderWorkerApi {
  /** Resolves as soon as the worker's script has run: the handshake. */
  hello(): true;
  init(canvas: OffscreenCanvas, options: RenderOptions, events: RenderEvents): Promise<Outcome<RenderReady>>;
  /** Paints a frame and presents it; resolves when the GPU has finished. Closes `frame.image`. */
  paint(frame: SourceFrame): Promise<Outcome<{ readonly painted: boolean }>>;
  /** Applies settings; a held frame (paused, still picture) is painted anew. */
  configure(settings: RenderSettings): Promise<Outcome<null>>;
  /** Display size in device pixels. */
  resize(display: Size): Promise<Outcome<null>>;
  /** The nominal time between two frames of the source, ms; sets the frame budget. */
  setFrameInterval(interval: number): Promise<Outcome<null>>;
  /** The composite without letterbox bars, as PNG at the display's resolution. */
  takePicture(): Promise<Outcome<Blob>>;
  /** Forgets the held frame and clears the canvas. */
  clear(): Promise<Outcome<null>>;
  /** Paints the frames of an export that come through `port`; see `FramePainterApi`. */
  openPainter(port: MessagePort, job: PainterJob): Promise<Outcome<null>>;
  /** Sends a copy of what is shown through `port`, frame by frame; see `CaptureSinkApi`. */
  startCapture(port: MessagePort, options: CaptureOptions): Promise<Outcome<null>>;
  stopCapture(): Promise<Outcome<null>>;
  /** Answers as an optimizer on `port`; see `OptimizerApi`. */
  openOptimizer(port: MessagePort): Promise<Outcome<null>>;
  /** The held original as it is shown (upright, mirrored), unpainted; the page closes it. */
  takeOriginal(): Promise<Outcome<ImageBitmap>>;
}
