import type * as tf from '@tensorflow/tfjs-core';
import { ImpastoError } from '../protocol/errors';
import type {
  Losses,
  OptimizeEnd,
  OptimizeEvents,
  OptimizeJob,
  OptimizeProgress,
  OptimizeSettings,
  PaintedPicture,
} from '../protocol/optimize';
import type { Size } from '../protocol/quality';
import { Level } from './level';
import { Adam, Sgd } from './optimizers/first-order';
import { Lbfgs } from './optimizers/lbfgs';
import type { Descent, Optimizer, Step } from './optimizers/optimizer';
import { Stopped, type Pace } from './pace';
import type { Painting } from './paintings';
import type { PerceptualNetwork } from './perceptual-network';
import { ProgressBook } from './progress-book';
import { schedule, type LevelPlan } from './schedule';

const KEEP_EVERY = 100;
const PREVIEW_EVERY_MS = 250;
/** Iterations; the loss then stays where it was, where it would jump to twice that. */
const RESUMED_WARM_UP = 20;
/** Previews take at most one part in so many of the time. */
const PREVIEW_SHARE = 5;

/** What a run needs beside its job; bitmaps that are told are the receiver's. */
export interface RunTools {
  readonly network: PerceptualNetwork;
  /** Those of the job's styles that come without a picture. */
  readonly paintings: ReadonlyMap<string, Painting>;
  readonly events: OptimizeEvents;
  readonly pace: Pace;
  /** How the fast network paints the photo. */
  fast(size: Size): Promise<ImageBitmap>;
  /** Frees what a level has left in the pools of the backend. */
  trim(): void;
}

/** The newest picture whose losses are known. */
interface Settled {
  readonly level: Level;
  readonly x: tf.Tensor4D;
  readonly report: OptimizeProgress;
}

/** An x that was not judged yet. */
type Unsettled = Pick<Settled, 'level' | 'x'>;

/** One job from its first iteration to its last, level by level. */
export class OptimizeRun {
  private readonly plan: readonly LevelPlan[];
  private readonly size: Size;
  private readonly book: ProgressBook;
  private readonly levels: Level[] = [];
  private settled: Settled | null = null;
  private final: PaintedPicture | null = null;
  private lastKept = -1;
  private lastPreview = -Infinity;
  private previewing: Promise<void> = Promise.resolve();

  constructor(
    private readonly job: OptimizeJob,
    private readonly tools: RunTools,
  ) {
    this.plan = schedule(job.photo, job.settings);
    this.size = this.plan.at(-1)?.size ?? job.photo;
    this.book = new ProgressBook(this.plan, (reports) => tools.events.progress(reports));
  }

  /** Rejects with whatever broke; being stopped is no failure. */
  async run(): Promise<OptimizeEnd> {
    try {
      const start = await this.prepare(await this.level(this.size));
      try {
        return await this.paint(start);
      } finally {
        start.close();
      }
    } catch (error) {
      if (error instanceof Stopped) return 'stopped';
      throw error;
    } finally {
      this.book.flush();
      await this.previewing;
      this.settled?.x.dispose();
      this.settled = null;
      for (const level of this.levels.splice(0)) level.dispose();
      this.tools.trim();
    }
  }

  /** The picture as it is or was at the end, full size; null before there is one. */
  async picture(): Promise<PaintedPicture | null> {
    if (this.final) return { ...this.final, picture: await createImageBitmap(this.final.picture) };
    if (!this.settled) return null;
    const { level, x, report } = this.settled;
    return { picture: await level.picture(x, this.size), iteration: report.iteration };
  }

  /** Forgets the picture of the end; call when it has ended. */
  dispose(): void {
    this.final?.picture.close();
    this.final = null;
  }

  /** Tells what there is to compare with; resolves with the picture to start from, which is the caller's. */
  private async prepare(finest: Level): Promise<ImageBitmap> {
    const { job, tools, size } = this;
    const fast = await tools.fast(size);
    const startsFast = job.settings.start === 'fast' && !job.resume;
    const start = await createImageBitmap(job.resume?.picture ?? (startsFast ? fast : job.photo));
    try {
      const fastLosses = await lossesOf(finest, fast);
      const photoLosses = await lossesOf(finest, job.photo);
      tools.events.prepared({ size, fast, fastLosses, photoLosses });
      return start;
    } catch (error) {
      start.close();
      fast.close();
      throw error;
    }
  }

  private async paint(start: ImageBitmap): Promise<OptimizeEnd> {
    const { settings, resume } = this.job;
    const first = resume ? Math.min(resume.iteration, settings.iterations) : 0;
    if (resume) this.lastKept = first;
    const left = this.plan.filter(({ to }) => to > first || to === settings.iterations);
    let before: Unsettled | null = null;
    let converged = false;
    try {
      for (const { size, from, to } of left) {
        const level = await this.level(size);
        const begin = () => (settings.start === 'noise' && !resume ? level.noise() : level.start(start));
        const x: tf.Tensor4D = before ? await enlarge(before, level) : begin();
        before?.x.dispose();
        const end: tf.Tensor4D | null = await this.paintLevel(level, x, Math.max(from, first), to);
        converged = end === null;
        // Where nothing was left to improve, a finer level goes on from the newest picture.
        const reached = end ?? this.settled?.x.clone();
        before = reached ? { level, x: reached } : null;
        this.tools.trim();
      }
      if (converged || !before) return 'converged';
      const { level, x }: Unsettled = before;
      before = null;
      await this.settle(level, x, settings.iterations, level.losses(x));
      return 'finished';
    } finally {
      before?.x.dispose();
      // Also when it was stopped, or broke: that picture is worth keeping.
      await this.keepLast();
    }
  }

  /**
   * Iterations `from`…`to` − 1 from x, which it takes over.
   * @returns the x that they led to, not settled yet; null if nothing was left to improve
   */
  private async paintLevel(
    level: Level,
    x: tf.Tensor4D,
    from: number,
    to: number,
  ): Promise<tf.Tensor4D | null> {
    const optimizer = optimizerFor(this.job, level);
    let current: tf.Tensor4D | null = x;
    let settling: Promise<void> = Promise.resolve();
    try {
      for (let iteration = from; iteration < to && current; iteration++) {
        const step: Step = await optimizer.step(current);
        // One iteration may be under way while another begins, so that the device does not wait for us.
        await settling;
        settling = this.settle(level, current, iteration, step.losses);
        current = step.next;
      }
      await settling;
      const end = current;
      current = null;
      return end;
    } finally {
      await settling.catch(() => undefined);
      current?.dispose();
      optimizer.dispose();
    }
  }

  /** Takes x over: once its losses are known it is the newest picture, is reported, shown and kept. */
  private async settle(
    level: Level,
    x: tf.Tensor4D,
    iteration: number,
    losses: Promise<Losses>,
  ): Promise<void> {
    let known: Losses;
    try {
      known = await losses;
    } catch (error) {
      x.dispose();
      throw error;
    }
    this.settled?.x.dispose();
    const now = performance.now() - this.tools.pace.pausedFor;
    this.settled = { level, x, report: this.book.add(iteration, known, now) };
    if (iteration % KEEP_EVERY === 0) await this.keep(this.settled);
    else this.preview(this.settled);
  }

  private async keep({ level, x, report }: Settled): Promise<void> {
    if (this.lastKept === report.iteration) return;
    this.lastKept = report.iteration;
    this.tools.events.kept(await level.picture(x, this.size), report);
  }

  /** What breaks here has broken the run already. */
  private async keepLast(): Promise<void> {
    this.book.flush();
    const { settled } = this;
    if (!settled) return;
    try {
      this.final = await this.picture();
      await this.keep(settled);
    } catch {
      // A device that is gone gives no picture.
    }
  }

  private preview({ level, x, report }: Settled): void {
    const start = performance.now();
    if (start < this.lastPreview + PREVIEW_EVERY_MS) return;
    this.lastPreview = Infinity;
    this.previewing = level
      .picture(x)
      .then((picture) => this.tools.events.preview(picture, report.iteration))
      // What breaks here breaks the next iteration too, which tells.
      .catch(() => undefined)
      .finally(() => {
        const now = performance.now();
        this.lastPreview = Math.max(start, now + (now - start) * PREVIEW_SHARE - PREVIEW_EVERY_MS);
      });
  }

  /** The level of a size; they stay until the end, since the newest picture may be of the one before. */
  private async level(size: Size): Promise<Level> {
    const known = this.levels.find((level) => level.size === size);
    if (known) return known;
    const { network, paintings, pace } = this.tools;
    const level = await Level.create(network, this.job, paintings, size, pace);
    this.levels.push(level);
    return level;
  }
}

function optimizerFor({ settings, resume }: OptimizeJob, descent: Descent): Optimizer {
  const { optimizer, adamRate, sgdRate, contentWeight, styleWeight } = settings;
  if (optimizer === 'lbfgs') return new Lbfgs(descent);
  if (optimizer === 'adam') return new Adam(descent, adamRate, resume ? RESUMED_WARM_UP : 1);
  return new Sgd(descent, sgdRate, contentWeight + styleWeight || 1);
}

/** The x of a finer level that stands for the same picture; the caller's. */
async function enlarge({ level, x }: Unsettled, finer: Level): Promise<tf.Tensor4D> {
  const picture = await level.picture(x);
  try {
    return finer.start(picture);
  } finally {
    picture.close();
  }
}

async function lossesOf(level: Level, picture: ImageBitmap): Promise<Losses> {
  const x = level.start(picture);
  try {
    return await level.losses(x);
  } finally {
    x.dispose();
  }
}

/** Throws `ImpastoError` `optimize-layer` if the network lacks a layer that the settings name. */
export function requireLayers({ names }: PerceptualNetwork, settings: OptimizeSettings): void {
  const wanted = [settings.contentLayer, ...Object.keys(settings.styleLayers)];
  const missing = wanted.filter((name) => !names.some((known) => known === name));
  if (missing.length === 0) return;
  throw new ImpastoError(
    'optimize-layer',
    `This perceptual network has no layer ${missing.join(', ')}. Choose other layers under Advanced.`,
  );
}
