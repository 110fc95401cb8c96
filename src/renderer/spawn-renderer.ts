import * as Comlink from 'comlink';
import type { BackendName } from '../protocol/backend';
import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { CaptureOptions, PainterJob } from '../protocol/media';
import type { Size } from '../protocol/quality';
import type { Outcome } from '../protocol/outcome';
import type {
  RenderEvents,
  RenderOptions,
  RenderReady,
  RenderSettings,
  RenderWorkerApi,
  SourceFrame,
} from '../protocol/render';
import { unwrap } from '../shared/outcome';
import { WorkerLink, type Remote } from '../shared/worker-link';
import { SpawnError, type Renderer, type RendererEvents, type SpawnRenderer } from './renderer';

/** The worker's script is a few MB; a slow disk or network gets this long. */
const HELLO_DEADLINE_MS = 30_000;
/** Device, weights and, on software adapters, slow shader compilers. */
const INIT_DEADLINE_MS = 60_000;
/** The longest that any call may take while the display is alone; the quality controller keeps frames far below it. */
const CALL_DEADLINE_MS = 15_000;
/** The same from when exports or optimizations share the worker: one frame of theirs may take 90 s. */
const SHARED_DEADLINE_MS = 120_000;

/** Each call has a worker of its own; where it does not come up the worker is ended. */
export const spawnRenderer: SpawnRenderer = async (canvas, options, events) => {
  const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'render',
  });
  const link = new WorkerLink<RenderWorkerApi>(worker, CALL_DEADLINE_MS);
  let tried: BackendName | null = null;
  try {
    await link.call((api) => api.hello(), HELLO_DEADLINE_MS);
    const ready = await initialize(link, canvas, options, events, (backend) => (tried = backend));
    return new WorkerRenderer(link, ready, events);
  } catch (error) {
    link.terminate();
    throw new SpawnError(toErrorReport(error), tried);
  }
};

async function initialize(
  link: WorkerLink<RenderWorkerApi>,
  canvas: HTMLCanvasElement,
  options: RenderOptions,
  events: RendererEvents,
  trying: RenderEvents['trying'],
): Promise<RenderReady> {
  const offscreen = canvas.transferControlToOffscreen();
  const forwarded: RenderEvents = Comlink.proxy({
    trying,
    meters: (meters) => events.meters(meters),
    step: (size, reason) => events.step(size, reason),
    refused: (tier, report) => events.refused(tier, report),
    failed: (report, backend) => events.failed(report, backend),
  });
  return unwrap(
    await link.call(
      (api) => api.init(Comlink.transfer(offscreen, [offscreen]), options, forwarded),
      INIT_DEADLINE_MS,
    ),
  );
}

class WorkerRenderer implements Renderer {
  readonly counts = { submitted: 0, dropped: 0 };
  private waiting: SourceFrame | null = null;
  private inFlight = false;
  private announced = false;
  private dead = false;
  private deadline = CALL_DEADLINE_MS;

  constructor(
    private readonly link: WorkerLink<RenderWorkerApi>,
    readonly ready: RenderReady,
    private readonly events: RendererEvents,
  ) {
    link.onEnd((error) => this.fail(toErrorReport(error)));
  }

  submit(frame: SourceFrame): void {
    if (this.dead) {
      frame.image.close();
      return;
    }
    this.counts.submitted++;
    if (this.waiting) this.counts.dropped++;
    this.closeWaiting();
    this.waiting = frame;
    void this.pump();
  }

  configure(settings: RenderSettings): void {
    this.send((api) => api.configure(settings));
  }

  resize(display: Size): void {
    this.send((api) => api.resize(display));
  }

  setFrameInterval(interval: number): void {
    this.send((api) => api.setFrameInterval(interval));
  }

  takePicture(): Promise<Blob> {
    return this.call((api) => api.takePicture());
  }

  async clear(): Promise<void> {
    this.closeWaiting();
    try {
      await this.call((api) => api.clear());
    } catch (error) {
      this.fail(toErrorReport(error));
      throw error;
    }
    // Only now: a frame that was in flight before has announced itself by here.
    this.announced = false;
  }

  async openPainter(port: MessagePort, job: PainterJob): Promise<void> {
    this.deadline = SHARED_DEADLINE_MS;
    await this.call((api) => api.openPainter(Comlink.transfer(port, [port]), job));
  }

  async startCapture(port: MessagePort, options: CaptureOptions): Promise<void> {
    await this.call((api) => api.startCapture(Comlink.transfer(port, [port]), options));
  }

  async stopCapture(): Promise<void> {
    await this.call((api) => api.stopCapture());
  }

  async openOptimizer(port: MessagePort): Promise<void> {
    this.deadline = SHARED_DEADLINE_MS;
    await this.call((api) => api.openOptimizer(Comlink.transfer(port, [port])));
  }

  takeOriginal(): Promise<ImageBitmap> {
    return this.call((api) => api.takeOriginal());
  }

  dispose(): void {
    if (this.dead) return;
    this.dead = true;
    this.closeWaiting();
    // Ending the thread frees its device, tensors and frames; nothing there needs to be asked first.
    this.link.terminate();
  }

  /** One credit: the next frame goes out when the one before is finished. */
  private async pump(): Promise<void> {
    if (this.inFlight) return;
    this.inFlight = true;
    try {
      while (this.waiting && !this.dead) {
        const frame = this.waiting;
        this.waiting = null;
        const { painted } = await this.call((api) => api.paint(Comlink.transfer(frame, [frame.image])));
        if (painted) this.announce();
      }
    } catch (error) {
      this.fail(toErrorReport(error));
    } finally {
      this.inFlight = false;
    }
  }

  private announce(): void {
    if (this.announced) return;
    this.announced = true;
    this.events.painted();
  }

  private send(request: (api: Remote<RenderWorkerApi>) => Promise<Outcome<null>>): void {
    if (this.dead) return;
    this.call(request).catch((error: unknown) => this.fail(toErrorReport(error)));
  }

  private async call<T>(request: (api: Remote<RenderWorkerApi>) => Promise<Outcome<T>>): Promise<T> {
    return unwrap(await this.link.call(request, this.deadline));
  }

  private fail(report: ErrorReport, backend: BackendName = this.ready.info.backend): void {
    if (this.dead) return;
    this.dispose();
    this.events.failed(report, backend);
  }

  private closeWaiting(): void {
    this.waiting?.image.close();
    this.waiting = null;
  }
}
