import * as Comlink from 'comlink';
import type { View } from '../compositor/compositor';
import type { EngineOutput } from '../engine/style-engine';
import type { FramePainterApi, PainterJob, PainterReady } from '../protocol/media';
import type { Outcome } from '../protocol/outcome';
import type { Size } from '../protocol/quality';
import { outcome } from '../shared/outcome';
import { workingSize } from '../shared/working-size';
import type { Backend } from './backend';
import type { EngineDesk } from './engine-desk';
import { paintFitting } from './fitting';
import { StreamClock } from './stream-clock';
import type { Surface } from './surface';

const MICROSECONDS = 1e6;

/** What an export borrows from the render worker. */
export interface ExportHost {
  readonly backend: Pick<Backend, 'openSurface' | 'withinMemory'>;
  readonly desk: EngineDesk;
  /** Runs a job for certain, taking turns with the display. */
  enqueue<T>(job: () => Promise<T>): Promise<T>;
  /** It is painted smaller than planned; `reason` is a sentence. */
  step(size: Size, reason: string): void;
}

/** Paints the frames of one export, whatever is on display meanwhile. One of them per port. */
export class ExportPainter implements FramePainterApi {
  private surface: Surface | null = null;
  /** The working size that memory was found to suffice for, and how often the desk had been trimmed by then. */
  private fitting: { readonly size: Size; readonly trims: number } | null = null;
  private readonly view: View;
  private readonly clock = new StreamClock();
  /** Since the first frame: what opens a painter may not live to close it. */
  private vacate: (() => void) | null = null;

  constructor(
    private readonly host: ExportHost,
    private readonly job: PainterJob,
    private readonly plan: PainterReady,
  ) {
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
      this.vacate?.();
      this.vacate = null;
      this.free();
      return Promise.resolve();
    });
  }

  private paintNow(frame: VideoFrame): Promise<VideoFrame> {
    const { fitting, host } = this;
    // Memory is taken with the first frame, and once more if it was freed for the display's sake.
    const taken = fitting !== null && fitting.trims === host.desk.trims;
    return taken ? this.paintAt(fitting.size, frame) : this.paintChecked(frame);
  }

  /** At the size that was planned, or at the largest that memory suffices for. */
  private async paintChecked(frame: VideoFrame): Promise<VideoFrame> {
    const { host, job, plan } = this;
    this.vacate ??= host.desk.occupy(plan.tier);
    const wanted = this.fitting?.size ?? plan.workingSize;
    const longest = Math.max(wanted.width, wanted.height);
    let size = wanted;
    const paint = (longSide: number) => {
      if (longSide < longest) size = workingSize(job.size, longSide);
      return this.paintAt(size, frame);
    };
    const painted = await paintFitting(host.backend, 'export-failed', longest, paint, (inVain) => {
      inVain?.close();
      this.free();
    });
    this.fitting = { size, trims: host.desk.trims };
    if (size !== wanted)
      host.step(
        size,
        `There is not enough graphics memory to export at ${wanted.width}×${wanted.height}: down to ${size.width}×${size.height}.`,
      );
    return painted;
  }

  private free(): void {
    this.host.desk.forget(this.clock.end());
    this.surface?.dispose();
    this.surface = null;
  }

  private async paintAt(size: Size, frame: VideoFrame): Promise<VideoFrame> {
    const { host, view, plan } = this;
    this.surface ??= host.backend.openSurface(this.job.size);
    const { compositor } = this.surface;
    const { mix, smoothing } = this.job.paint;
    const { tier } = plan;
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
