import * as Comlink from 'comlink';
import { ImpastoError, toErrorReport, type ErrorReport } from '../protocol/errors';
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
import { outcome } from '../shared/outcome';
import type { OpenedBackend } from './backend';
import { CaptureTap } from './capture-tap';
import { Display } from './display';
import { EngineDesk } from './engine-desk';
import { ExportPainter, type ExportHost } from './export-painter';
import { exportPlan } from './export-plan';
import { deviceLost, onDevice } from './lost-device';
import { openBackend } from './open-backend';
import { NewestWins } from './scheduler';
import { frameSeconds } from './stream-clock';

const NOT_RUNNING: ErrorReport = {
  code: 'internal',
  message: 'The renderer is not running. Start again to go on.',
};

/** Everything of a worker that has been initialized. */
interface Running {
  readonly backend: OpenedBackend;
  readonly desk: EngineDesk;
  readonly display: Display;
  readonly events: RenderEvents;
}

/** The Comlink endpoint: owns the backend, the frames it was given, and the order of work. */
export class RenderWorker implements RenderWorkerApi {
  private running: Running | null = null;
  /** Why it no longer runs; said again by whatever is asked of it afterwards. */
  private failure: ErrorReport | null = null;
  private displaySize: Size | null = null;
  private readonly scheduler = new NewestWins();
  private framesOpen = 0;
  private tap: CaptureTap | null = null;
  /** The painter of the export that is under way, or of the last one. */
  private exporting: ExportPainter | null = null;

  hello(): true {
    return true;
  }

  init(canvas: OffscreenCanvas, options: RenderOptions, events: RenderEvents): Promise<Outcome<RenderReady>> {
    return outcome(async () => {
      canvas.width = options.display.width;
      canvas.height = options.display.height;
      const backend = await openBackend(canvas, options.backend, options.excluded, (name) =>
        events.trying(name),
      );
      const desk = new EngineDesk(backend, (work) => this.scheduler.enqueue(work));
      const display = new Display({
        backend,
        desk,
        canvas,
        options,
        events,
        repaint: () => this.repaintOrFail(),
        framesOpen: () => this.framesOpen,
        tap: () => this.tap,
      });
      this.running = { backend, desk, display, events };
      void backend.lost.then((reason) => this.fail(deviceLost(reason)));
      // Not with the first frame, which would wait for it; and which engine it is shows by it.
      await display.warm();
      return { info: { ...desk.info, fallbacks: backend.info.fallbacks } };
    });
  }

  async paint(frame: SourceFrame): Promise<Outcome<{ painted: boolean }>> {
    this.running?.display.noRepaint();
    this.framesOpen++;
    let closed = false;
    const close = () => {
      if (closed) return;
      closed = true;
      frame.image.close();
      this.framesOpen--;
    };
    return outcome(async () => {
      try {
        const painted = await this.submit(async () => {
          const { backend, display } = this.require();
          backend.compositor.hold(frame.image);
          const sourceTime = frameSeconds(frame);
          close();
          await display.paintHeld(frame.captureTime, sourceTime);
        });
        return { painted };
      } finally {
        close();
      }
    });
  }

  configure(settings: RenderSettings): Promise<Outcome<null>> {
    return outcome(() => {
      const { display } = this.require();
      display.apply(settings);
      display.repaintSoon();
      return Promise.resolve(null);
    });
  }

  resize(size: Size): Promise<Outcome<null>> {
    return outcome(async () => {
      const { backend, display } = this.require();
      this.displaySize = size;
      await this.enqueue(async () => {
        // While a window is dragged sizes come faster than frames: only the last one is worth one.
        if (size !== this.displaySize) return;
        backend.compositor.resize(size);
        // A canvas is blank after a change of size.
        await display.paintHeld(null);
      });
      return null;
    });
  }

  setFrameInterval(interval: number): Promise<Outcome<null>> {
    return outcome(() => {
      this.require().display.setFrameInterval(interval);
      return Promise.resolve(null);
    });
  }

  takePicture(): Promise<Outcome<Blob>> {
    return outcome(async () => {
      const { display } = this.require();
      // In turn: in the middle of a frame there is a new original and no paint for it yet.
      return this.enqueue(() => display.takePicture());
    });
  }

  async takeOriginal(): Promise<Outcome<ImageBitmap>> {
    const taken = await outcome(async () => {
      const { backend, display } = this.require();
      return this.enqueue(() => backend.compositor.takeOriginal(display.mirror));
    });
    return taken.ok ? Comlink.transfer(taken, [taken.value]) : taken;
  }

  clear(): Promise<Outcome<null>> {
    return outcome(async () => {
      const { display } = this.require();
      display.forgetSource();
      // A frame of the source that is over may wait, and could have its turn after the clearing.
      this.scheduler.dropWaiting();
      await this.enqueue(() => {
        display.clear();
        return Promise.resolve();
      });
      return null;
    });
  }

  openPainter(port: MessagePort, job: PainterJob): Promise<Outcome<null>> {
    return outcome(() => {
      const { backend, desk, display, events } = this.require();
      const host: ExportHost = {
        backend,
        desk,
        enqueue: (work) => this.enqueue(work),
        step: (size, reason) => events.step(size, reason),
      };
      // Exports come one after the other; one that was killed could not close its painter.
      this.exporting?.close().catch(() => undefined);
      this.exporting = new ExportPainter(host, job, exportPlan(job, display.live));
      Comlink.expose(this.exporting, port);
      return Promise.resolve(null);
    });
  }

  openOptimizer(port: MessagePort): Promise<Outcome<null>> {
    return outcome(async () => {
      const { backend, desk } = this.require();
      // Imported when asked for: the first frame waits for nothing that it does not need.
      const { openOptimizer } = await import('./optimizer-host');
      openOptimizer(port, { backend, desk, enqueue: (work) => this.enqueue(work) });
      return null;
    });
  }

  startCapture(port: MessagePort, options: CaptureOptions): Promise<Outcome<null>> {
    return outcome(() => {
      this.tap?.close();
      this.tap = new CaptureTap(port, options);
      this.running?.display.repaintSoon();
      return Promise.resolve(null);
    });
  }

  stopCapture(): Promise<Outcome<null>> {
    return outcome(() => {
      this.tap?.close();
      this.tap = null;
      return Promise.resolve(null);
    });
  }

  /** As the scheduler's, of work that fails if the device is lost. */
  private submit(job: () => Promise<void>): Promise<boolean> {
    const { backend } = this.require();
    return this.scheduler.submit(() => onDevice(backend, job));
  }

  private enqueue<T>(job: () => Promise<T>): Promise<T> {
    const { backend } = this.require();
    return this.scheduler.enqueue(() => onDevice(backend, job));
  }

  /** Paints the held original again: new settings while paused, or a still picture at a better size. */
  private repaintOrFail(): void {
    // A frame that waits, and that a repaint would replace, is painted with what holds by then anyway.
    if (!this.running || this.framesOpen > 0) return;
    const { display } = this.running;
    this.submit(() => display.paintHeld(null)).catch((error: unknown) => this.fail(toErrorReport(error)));
  }

  private fail(report: ErrorReport): void {
    const { running } = this;
    if (!running) return;
    this.running = null;
    this.failure = report;
    running.events.failed(report, running.backend.info.backend);
  }

  private require(): Running {
    if (this.running) return this.running;
    const { code, message, detail } = this.failure ?? NOT_RUNNING;
    throw new ImpastoError(code, message, detail);
  }
}
