import { modelFiles } from '../network/model-files';
import { ImpastoError, toErrorReport, type ErrorReport } from '../protocol/errors';
import type { CaptureOptions, PainterJob } from '../protocol/media';
import { TIERS, type Size } from '../protocol/quality';
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
import { EngineDesk } from './engine-desk';
import { openExportPainter } from './export-painter';
import { deviceLost, onDevice } from './lost-device';
import { MeterBook } from './meter-book';
import { openBackend } from './open-backend';
import { Painter } from './painter';
import { QualityController } from './quality-controller';
import { exportPlan } from './export-plan';
import { qualityPlan, STILL_PASSES, STILL_PATIENCE } from './quality-plan';
import { NewestWins } from './scheduler';
import { workingSize } from './working-size';

const METERS_EVERY_MS = 250;
const REPAINT_SLACK_MS = 15;
const DEFAULT_FRAME_INTERVAL = 1000 / 30;

const NOT_RUNNING: ErrorReport = {
  code: 'internal',
  message: 'The renderer is not running. Start again to go on.',
};

/** Everything of a worker that has been initialized. */
interface Running {
  readonly backend: OpenedBackend;
  readonly canvas: OffscreenCanvas;
  readonly desk: EngineDesk;
  readonly painter: Painter;
  readonly options: RenderOptions;
  readonly events: RenderEvents;
}

/** The Comlink endpoint: owns the backend, the frames it was given, and the order of work. */
export class RenderWorker implements RenderWorkerApi {
  private running: Running | null = null;
  /** Why it no longer runs; said again by whatever is asked of it afterwards. */
  private failure: ErrorReport | null = null;
  private settings: RenderSettings | null = null;
  private display: Size | null = null;
  private tap: CaptureTap | null = null;
  private readonly scheduler = new NewestWins();
  private readonly controller = new QualityController({ budget: 0, maxSide: 0, tier: 'lite', passes: 1 });
  private readonly meters = new MeterBook();
  private metersSent = 0;
  private framesOpen = 0;
  private frameInterval = DEFAULT_FRAME_INTERVAL;
  /** Runs while what is shown is not what the settings say. */
  private repaintTimer: ReturnType<typeof setTimeout> | null = null;

  hello(): true {
    return true;
  }

  init(canvas: OffscreenCanvas, options: RenderOptions, events: RenderEvents): Promise<Outcome<RenderReady>> {
    return outcome(async () => {
      canvas.width = options.display.width;
      canvas.height = options.display.height;
      const backend = await openBackend(canvas, options.backend, options.excluded);
      const painter = new Painter(backend.engine, backend.compositor);
      const desk = new EngineDesk(backend.engine);
      this.running = { backend, canvas, desk, painter, options, events };
      void backend.lost.then((reason) => this.fail(deviceLost(reason)));
      await this.apply(options.settings);
      // Not with the first frame, which would wait for it; and which engine it is shows by it.
      await desk.use(this.plan(options.settings).tier, options.settings.mix);
      const info = { ...backend.engine.info, fallbacks: backend.info.fallbacks };
      return { info, tiers: TIERS.filter((tier) => modelFiles.has(tier)) };
    });
  }

  async paint(frame: SourceFrame): Promise<Outcome<{ painted: boolean }>> {
    this.noRepaint();
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
          this.require().backend.compositor.hold(frame.image);
          close();
          await this.paintHeld(frame.captureTime);
        });
        return { painted };
      } finally {
        close();
      }
    });
  }

  configure(settings: RenderSettings): Promise<Outcome<null>> {
    return outcome(async () => {
      await this.apply(settings);
      this.repaintSoon();
      return null;
    });
  }

  resize(display: Size): Promise<Outcome<null>> {
    return outcome(async () => {
      const { backend } = this.require();
      this.display = display;
      await this.enqueue(async () => {
        // While a window is dragged sizes come faster than frames: only the last one is worth one.
        if (display !== this.display) return;
        backend.compositor.resize(display);
        // A canvas is blank after a change of size.
        if (backend.compositor.original) await this.paintHeld(null);
      });
      return null;
    });
  }

  setFrameInterval(interval: number): Promise<Outcome<null>> {
    return outcome(() => {
      this.frameInterval = interval;
      this.retarget();
      // No next frame will come to find a better size with.
      if (interval === 0) this.repaintSoon();
      return Promise.resolve(null);
    });
  }

  takePicture(): Promise<Outcome<Blob>> {
    return outcome(async () => {
      const { painter, backend } = this.require();
      // In turn: in the middle of a frame there is a new original and no paint for it yet.
      return this.enqueue(async () => {
        // What was chosen last is what the picture shows, however soon it is taken.
        if (this.repaintTimer !== null) await this.paintHeld(null);
        if (!backend.compositor.original || !this.settings) {
          throw new ImpastoError('picture-failed', 'There is no picture to take yet. Start a source first.');
        }
        return painter.takePicture(this.settings);
      });
    });
  }

  clear(): Promise<Outcome<null>> {
    return outcome(async () => {
      const { backend, painter } = this.require();
      // The next source tells its own; until then it counts as live.
      this.frameInterval = DEFAULT_FRAME_INTERVAL;
      this.retarget();
      await this.enqueue(() => {
        painter.releaseOutput();
        backend.compositor.clear();
        return Promise.resolve();
      });
      return null;
    });
  }

  openPainter(port: MessagePort, job: PainterJob): Promise<Outcome<null>> {
    return outcome(() => {
      const { backend, desk } = this.require();
      const { engine } = backend;
      const plan = exportPlan(job, this.controller.longSide);
      openExportPainter(port, job, plan, {
        engine,
        desk,
        openSurface: () => backend.openSurface(job.size),
        enqueue: (work) => this.enqueue(work),
      });
      return Promise.resolve(null);
    });
  }

  startCapture(port: MessagePort, options: CaptureOptions): Promise<Outcome<null>> {
    return outcome(() => {
      this.tap?.close();
      this.tap = new CaptureTap(port, options);
      this.repaintSoon();
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

  private async apply(settings: RenderSettings): Promise<void> {
    await this.require().desk.prepare(this.plan(settings).tier);
    this.settings = settings;
    this.retarget();
  }

  private plan(settings: RenderSettings) {
    return qualityPlan(settings.quality, [...modelFiles.keys()]);
  }

  private retarget(): void {
    if (!this.settings) return;
    const { tier, maxSide, patience } = this.plan(this.settings);
    const still = this.frameInterval === 0;
    const budget = QualityController.budgetFor(this.frameInterval, still ? STILL_PATIENCE : patience);
    this.controller.retarget({ budget, maxSide, tier, passes: still ? STILL_PASSES : 1 });
  }

  /** Paints with new settings unless a frame comes first, as it does while live. */
  private repaintSoon(): void {
    this.noRepaint();
    this.repaintTimer = setTimeout(() => this.repaintOrFail(), REPAINT_SLACK_MS + 2 * this.frameInterval);
  }

  private noRepaint(): void {
    clearTimeout(this.repaintTimer ?? undefined);
    this.repaintTimer = null;
  }

  private repaintOrFail(): void {
    if (!this.running) return;
    this.repaint().catch((error: unknown) => this.fail(toErrorReport(error)));
  }

  /** Paints the held original again: new settings while paused, or a still picture at a better size. */
  private async repaint(): Promise<void> {
    if (!this.require().backend.compositor.original) return;
    await this.submit(() => this.paintHeld(null));
  }

  private async paintHeld(captureTime: number | null): Promise<void> {
    const { backend, canvas, desk, painter, options, events } = this.require();
    const { settings } = this;
    const original = backend.compositor.original;
    if (!settings || !original) return;
    this.noRepaint();
    const size = workingSize(original, options.size ?? this.controller.longSide);
    await desk.use(this.plan(settings).tier, settings.mix);
    const time = captureTime ?? this.pageTime(options);
    const { ms, stages, stylized } = await painter.paint(size, settings, () =>
      this.tap?.shown(canvas, original, time),
    );
    const now = performance.now();
    const latency = captureTime === null ? null : this.pageTime(options) - captureTime;
    this.meters.frame(now, ms, latency, stylized);
    if (stages) this.meters.stages(stages);
    if (stylized && options.size === null) this.adapt(ms, now, original, events);
    if (now - this.metersSent > METERS_EVERY_MS) this.sendMeters(now, size);
  }

  /** ms on the page's clock. */
  private pageTime({ timeOrigin }: RenderOptions): number {
    return performance.now() + performance.timeOrigin - timeOrigin;
  }

  private adapt(ms: number, now: number, original: Size, events: RenderEvents): void {
    const starting = !this.controller.started;
    const step = this.controller.frame(ms, now);
    if (step) events.step(workingSize(original, step.longSide), step.reason);
    if (this.frameInterval > 0) return;
    // A still picture has time: it is timed again at every size that it comes to.
    if (step) this.controller.timeAnew();
    // No next frame will come to measure with, or to show the better size.
    if (starting || step) this.repaintOrFail();
  }

  private sendMeters(now: number, workingSize: Size): void {
    const { backend, desk, events } = this.require();
    const { tensors, bytes } = backend.engine.memory();
    this.metersSent = now;
    events.meters({
      ...this.meters.read(now),
      gpuTimestamps: backend.compositor.stageTimes() !== null,
      tier: desk.tier ?? 'lite',
      workingSize,
      tensors,
      gpuBytes: bytes + backend.compositor.bytes(),
      framesOpen: this.framesOpen,
    });
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
