import { ImpastoError, type ErrorReport } from '../protocol/errors';
import type { BackendName } from '../protocol/backend';
import type { CaptureOptions, PainterJob } from '../protocol/media';
import type { Size, Tier } from '../protocol/quality';
import type { Meters, RenderOptions, RenderReady, RenderSettings, SourceFrame } from '../protocol/render';

export interface RendererEvents {
  meters(meters: Meters): void;
  /** The working size has changed; `reason` is a sentence. */
  step(size: Size, reason: string): void;
  /** The network that the settings need cannot be had; the one before goes on painting. */
  refused(tier: Tier, report: ErrorReport): void;
  /** The renderer is dead (device lost, worker crashed or silent); dispose it and spawn another. */
  failed(report: ErrorReport, backend: BackendName | null): void;
  /** The first frame since `clear` (or since the start) is on the canvas. */
  painted(): void;
}

/** The main thread's handle on one render worker and the canvas it was given. What fails throws `ImpastoError`. */
export interface Renderer {
  readonly ready: RenderReady;
  /** Frames handed over, and frames closed unpainted because a newer one came. */
  readonly counts: { readonly submitted: number; readonly dropped: number };
  /** Takes ownership. Newest wins, one in flight: a frame that waits is replaced and closed. */
  submit(frame: SourceFrame): void;
  /** What is on display is painted anew with `settings`, unless a frame comes first. */
  configure(settings: RenderSettings): void;
  /** `display` in device pixels. */
  resize(display: Size): void;
  /** The nominal time between two frames of the source, ms; 0 for a still picture. */
  setFrameInterval(interval: number): void;
  /** The picture on display without bars, as PNG; throws `ImpastoError` `picture-failed` where there is none. */
  takePicture(): Promise<Blob>;
  /** Forgets the frame that waits and the one on display; resolves when the canvas is clear. */
  clear(): Promise<void>;
  /** Lets an export's frames be painted through `port`, which is transferred; see `FramePainterApi`. */
  openPainter(port: MessagePort, job: PainterJob): Promise<void>;
  /** Copies what is shown to a recording through `port`, which is transferred; see `CaptureSinkApi`. */
  startCapture(port: MessagePort, options: CaptureOptions): Promise<void>;
  stopCapture(): Promise<void>;
  /** Lets frames be painted by optimization through `port`, which is transferred; see `OptimizerApi`. */
  openOptimizer(port: MessagePort): Promise<void>;
  /** The frame on display as it is shown, unpainted; the caller closes it. */
  takeOriginal(): Promise<ImageBitmap>;
  /** Ends the worker, which frees everything in it; frames that come later are closed. */
  dispose(): void;
}

/** Why a renderer did not come up. */
export class SpawnError extends ImpastoError {
  constructor(
    { code, message, detail }: ErrorReport,
    /** What it failed with; null where it did not get as far as that. */
    readonly backend: BackendName | null,
  ) {
    super(code, message, detail);
  }
}

/** Spawns a worker, hands it the canvas; throws a `SpawnError` if it does not come up in time. */
export type SpawnRenderer = (
  canvas: HTMLCanvasElement,
  options: RenderOptions,
  events: RendererEvents,
) => Promise<Renderer>;
