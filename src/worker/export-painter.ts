import * as Comlink from 'comlink';
import type { View } from '../compositor/compositor';
import type { EngineOutput } from '../engine/style-engine';
import type { FramePainterApi, PainterJob, PainterReady } from '../protocol/media';
import type { Outcome } from '../protocol/outcome';
import { outcome } from '../shared/outcome';
import type { EngineDesk } from './engine-desk';
import { StreamClock } from './stream-clock';
import type { Surface } from './surface';

const MICROSECONDS = 1e6;

/** What an export borrows from the render worker. */
export interface ExportHost {
  readonly desk: EngineDesk;
  /** Opens the surface that this export composes on. */
  openSurface(): Surface;
  /** Runs a job for certain, taking turns with the display. */
  enqueue<T>(job: () => Promise<T>): Promise<T>;
}

/** Answers on `port` until it is told to close. */
export function openExportPainter(
  port: MessagePort,
  job: PainterJob,
  plan: PainterReady,
  host: ExportHost,
): void {
  Comlink.expose(new ExportPainter(host, job, plan), port);
}

/** Paints the frames of one export, whatever is on display meanwhile. One of them per port. */
class ExportPainter implements FramePainterApi {
  private surface: Surface | null = null;
  private readonly view: View;
  private readonly clock = new StreamClock();
  private readonly vacate: () => void;

  constructor(
    private readonly host: ExportHost,
    private readonly job: PainterJob,
    private readonly plan: PainterReady,
  ) {
    this.vacate = host.desk.occupy(plan.tier);
    this.view = { strength: job.paint.mix.strength, compare: 0, mirror: false };
  }

  ready(): Promise<Outcome<PainterReady>> {
    return outcome(async () => {
      await this.host.desk.prepare(this.plan.tier);
      return this.plan;
    });
  }

  async paint(frame: VideoFrame): Promise<Outcome<VideoFrame>> {
    const painted = await outcome(() => this.host.enqueue(() => this.paintNow(frame)));
    frame.close();
    return painted.ok ? Comlink.transfer(painted, [painted.value]) : painted;
  }

  close(): Promise<void> {
    return this.host.enqueue(() => {
      this.vacate();
      this.host.desk.forget(this.clock.end());
      this.surface?.dispose();
      this.surface = null;
      return Promise.resolve();
    });
  }

  private async paintNow(frame: VideoFrame): Promise<VideoFrame> {
    const { host, view, plan } = this;
    this.surface ??= host.openSurface();
    const { compositor } = this.surface;
    const { mix, smoothing } = this.job.paint;
    const { tier, workingSize: size } = plan;
    const engine = host.desk.use(tier, mix);
    compositor.hold(frame);
    let output: EngineOutput | null = null;
    try {
      if (view.strength > 0) {
        const place = this.clock.next(
          frame.timestamp / MICROSECONDS,
          { tier, mix, size, mirror: false },
          smoothing,
        );
        output = engine.stylize(compositor.ingest(size, view.mirror), size, place);
      }
      const painted = this.surface.capture(output?.picture ?? null, size, view, frame);
      // The next turn begins when this one is really over, so that neither piles up work.
      await compositor.finished();
      return painted;
    } finally {
      output?.release();
    }
  }
}
