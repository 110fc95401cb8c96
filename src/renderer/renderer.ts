import type { ErrorReport } from '../protocol/errors';
import type { BackendName } from '../protocol/backend';
import type { CaptureOptions, PainterJob } from '../protocol/media';
import type { Size, Tier } from '../protocol/quality';
import type { Meters, RenderOptions, RenderReady, RenderSettings, SourceFrame } from '../protocol/render';

export interface RendererEvents {
  meters(meters: Meters): void;
  step(size: Size, reason: string): void;
  /** The network that the settings need cannot be had; the one before goes on painting. */
  refused(tier: Tier, report: ErrorReport): void;
  /** The renderer is dead (device lost, worker crashed or silent); dispose it and spawn another. */
  failed(report: ErrorReport, backend: BackendName | null): void;
  /** The first frame since `clear` (or since the start) is on the canvas. */
  painted(): void;
}

/** The main thread's handle on one render worker and the canvas it was given. */
export interface Renderer {
  readonly ready: RenderReady;
  /** Frames handed over, and frames closed unpainted because a newer one came. */
  readonly counts: { readonly submitted: number; readonly dropped: number };
  /** Takes ownership. Newest wins, one in flight: a frame that waits is replaced and closed. */
  submit(frame: SourceFrame): void;
  configure(settings: RenderSettings): void;
  resize(display: Size): void;
  setFrameInterval(interval: number): void;
  takePicture(): Promise<Blob>;
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
  dispose(): void;
}

/** Spawns a worker, hands it the canvas; throws an `ImpastoError` if it does not come up in time. */
export type SpawnRenderer = (
  canvas: HTMLCanvasElement,
  options: RenderOptions,
  events: RendererEvents,
) => Promise<Renderer>;
