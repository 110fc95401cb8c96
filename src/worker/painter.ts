import type { Compositor, View } from '../compositor/compositor';
import type { EngineOutput } from '../engine/style-engine';
import type { Size, Tier } from '../protocol/quality';
import type { RenderSettings, StageTimes } from '../protocol/render';
import type { EngineDesk } from './engine-desk';
import { StreamClock } from './stream-clock';

/** Where the GPU keeps no time, every so many frames the stages are waited for and timed. */
const TIMED_EVERY = 30;

export interface PaintedFrame {
  /** ms from the start of the frame until the GPU had finished it. */
  readonly ms: number;
  readonly stages: StageTimes | null;
  readonly stylized: boolean;
}

/** One frame's way through a backend: ingest, network, composite, canvas. */
export class Painter {
  private output: EngineOutput | null = null;
  private outputSize: Size = { width: 1, height: 1 };
  private frames = 0;
  private readonly clock = new StreamClock();

  constructor(
    private readonly desk: EngineDesk,
    private readonly compositor: Compositor,
  ) {}

  /**
   * Paints the held original with a network that is ready, and resolves when it is really on the canvas.
   * @param time of the original on its source's clock, seconds; null paints the same one once more
   * @param presented called in the task that drew the canvas, while it can be copied
   */
  async paint(
    time: number | null,
    tier: Tier,
    size: Size,
    settings: RenderSettings,
    presented: () => void = noop,
  ): Promise<PaintedFrame> {
    const { compositor } = this;
    const view = viewOf(settings);
    const start = performance.now();
    const timed = this.frames++ % TIMED_EVERY === 1 && compositor.stageTimes() === null;
    const clock = new StageClock(timed ? compositor : null, start);
    this.releaseOutput();
    let stages: StageTimes | null = null;
    if (needsNetwork(view)) {
      const { mix, mirror, smoothing } = settings;
      const picture = compositor.ingest(size, view.mirror);
      const ingest = await clock.lap();
      const place = this.clock.next(time, { tier, mix, size, mirror }, smoothing);
      this.output = this.desk.use(tier, mix).stylize(picture, size, place);
      this.outputSize = size;
      const network = await clock.lap();
      compositor.present(this.output.picture, size, view);
      presented();
      stages = timed ? { ingest, network, present: await clock.lap() } : compositor.stageTimes();
    } else {
      this.clock.end();
      compositor.present(null, size, view);
      presented();
    }
    await compositor.finished();
    return { ms: performance.now() - start, stages, stylized: this.output !== null };
  }

  takePicture(settings: RenderSettings): Promise<Blob> {
    return this.compositor.takePicture(this.output?.picture ?? null, this.outputSize, viewOf(settings));
  }

  /** Forgets the stream: what comes next is another one. */
  forget(): void {
    this.releaseOutput();
    this.desk.forget(this.clock.end());
  }

  private releaseOutput(): void {
    this.output?.release();
    this.output = null;
  }
}

function noop(): void {
  // Nobody wants a copy.
}

/** Ends of stages, waited for only in a frame that is timed. */
class StageClock {
  constructor(
    private readonly compositor: Compositor | null,
    private last: number,
  ) {}

  /** ms since the lap before, or 0 in a frame that is not timed. */
  async lap(): Promise<number> {
    if (!this.compositor) return 0;
    await this.compositor.finished();
    const now = performance.now();
    const ms = now - this.last;
    this.last = now;
    return ms;
  }
}

function viewOf({ mix, compare, mirror }: RenderSettings): View {
  return { strength: mix.strength, compare, mirror };
}

function needsNetwork({ strength, compare }: View): boolean {
  return strength > 0 && compare < 1;
}
