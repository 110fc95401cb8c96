import * as Comlink from 'comlink';
import { trimPool } from '../engine/tfjs/tensor-pool';
import { onlyNetwork } from '../network/model-files';
import { loadPerceptual } from '../optimize/load-perceptual';
import { estimateMemory, requireMemory } from '../optimize/memory';
import { OptimizeRun, requireLayers } from '../optimize/optimize-run';
import { Pace } from '../optimize/pace';
import { loadPaintings } from '../optimize/paintings';
import { PerceptualNetwork } from '../optimize/perceptual-network';
import { ImpastoError } from '../protocol/errors';
import type {
  MemoryEstimate,
  OptimizeEnd,
  OptimizeEvents,
  OptimizeJob,
  OptimizerApi,
  OptimizeSettings,
  PaintedPicture,
} from '../protocol/optimize';
import type { Outcome } from '../protocol/outcome';
import type { Size } from '../protocol/quality';
import { outcome } from '../shared/outcome';
import type { Backend } from './backend';
import type { EngineDesk } from './engine-desk';
import { onDevice } from './lost-device';

/** What an optimizer borrows from the render worker. */
export interface OptimizerHost {
  readonly backend: Backend;
  readonly desk: EngineDesk;
  /** Runs a job for certain, taking turns with the display. */
  enqueue<T>(job: () => Promise<T>): Promise<T>;
}

/** Answers on `port` until it is told to close. */
export function openOptimizer(port: MessagePort, host: OptimizerHost): void {
  Comlink.expose(new OptimizerPort(host), port);
}

class OptimizerPort implements OptimizerApi {
  private job: { readonly pace: Pace; readonly done: Promise<unknown> } | null = null;
  /** The run that is going on, or the last one. */
  private latest: OptimizeRun | null = null;

  constructor(private readonly host: OptimizerHost) {}

  estimate(
    photo: Size,
    settings: OptimizeSettings,
    perceptual: 'built-in' | 'vgg',
  ): Promise<Outcome<MemoryEstimate>> {
    const { limits } = this.host.backend.tensors;
    return outcome(() => Promise.resolve(estimateMemory(photo, settings, perceptual, limits)));
  }

  async run(job: OptimizeJob, events: OptimizeEvents): Promise<Outcome<OptimizeEnd>> {
    const pace = new Pace();
    return outcome(async () => {
      try {
        if (this.job) throw new ImpastoError('optimize-busy', 'A picture is being painted already.');
        const { backend } = this.host;
        const work = onDevice(backend, () =>
          Promise.race([this.work(job, toPage(events), pace), this.deviceGone(pace)]),
        );
        this.job = { pace, done: work.catch(() => undefined) };
        try {
          return await work;
        } finally {
          this.job = null;
        }
      } finally {
        closeBitmaps(job);
      }
    });
  }

  pause(): void {
    this.job?.pace.pause();
  }

  resume(): void {
    this.job?.pace.resume();
  }

  stop(): void {
    this.job?.pace.stop();
  }

  async picture(): Promise<Outcome<PaintedPicture>> {
    const taken = await outcome(async () => {
      const painted = await this.latest?.picture();
      if (!painted) throw new ImpastoError('picture-failed', 'There is no painted picture yet.');
      return painted;
    });
    return taken.ok ? Comlink.transfer(taken, [taken.value.picture]) : taken;
  }

  async close(): Promise<void> {
    this.stop();
    await this.job?.done;
    this.latest?.dispose();
    this.latest = null;
  }

  private async work(job: OptimizeJob, events: OptimizeEvents, pace: Pace): Promise<OptimizeEnd> {
    const { tensors } = this.host.backend;
    const kind = job.perceptual.kind === 'own' ? 'vgg' : 'built-in';
    requireMemory(estimateMemory(job.photo, job.settings, kind, tensors.limits));
    const [model, paintings] = await Promise.all([
      loadPerceptual(job.perceptual),
      loadPaintings(withoutPicture(job)),
      tensors.open(),
    ]);
    const network = new PerceptualNetwork(model);
    try {
      requireLayers(network, job.settings);
      this.latest?.dispose();
      this.latest = new OptimizeRun(job, {
        network,
        paintings,
        events,
        pace,
        fast: (size) => this.paintFast(job, size),
        trim: trimPool,
      });
      return await this.latest.run();
    } finally {
      network.dispose();
      trimPool();
    }
  }

  /** The photo as the fast network paints it, at a size. */
  private async paintFast(job: OptimizeJob, size: Size): Promise<ImageBitmap> {
    const { mix } = job.fast;
    const tier = onlyNetwork(mix) ?? job.fast.tier;
    await this.host.desk.prepare(tier);
    return this.host.enqueue(() => this.paintInTurn(job.photo, { tier, mix }, size));
  }

  private async paintInTurn(
    photo: ImageBitmap,
    { tier, mix }: OptimizeJob['fast'],
    size: Size,
  ): Promise<ImageBitmap> {
    const { backend, desk } = this.host;
    const { width: resizeWidth, height: resizeHeight } = size;
    const surface = backend.openSurface(size);
    const scaled = await createImageBitmap(photo, { resizeWidth, resizeHeight, resizeQuality: 'high' });
    try {
      const engine = desk.use(tier, mix);
      surface.compositor.hold(scaled);
      const output = engine.stylize(surface.compositor.ingest(size, false), size);
      try {
        const view = { strength: mix.strength, compare: 0, mirror: false };
        const frame = surface.capture(output.picture, size, view, { timestamp: 0, duration: null });
        return await createImageBitmap(frame).finally(() => frame.close());
      } finally {
        output.release();
      }
    } finally {
      scaled.close();
      surface.dispose();
    }
  }

  /** Rejects when the device is lost: what waits for it may wait for ever. */
  private async deviceGone(pace: Pace): Promise<never> {
    const reason = await this.host.backend.lost;
    pace.stop();
    throw new Error(reason);
  }
}

/** The page's events: bitmaps are handed over, and a page that is gone is no failure of the job. */
function toPage(events: OptimizeEvents): OptimizeEvents {
  const tell = (call: () => unknown) => {
    void (async () => {
      await call();
    })().catch(() => undefined);
  };
  return {
    prepared: (comparison) => tell(() => events.prepared(Comlink.transfer(comparison, [comparison.fast]))),
    progress: (reports) => tell(() => events.progress(reports)),
    preview: (picture, iteration) =>
      tell(() => events.preview(Comlink.transfer(picture, [picture]), iteration)),
    kept: (picture, report) => tell(() => events.kept(Comlink.transfer(picture, [picture]), report)),
  };
}

/** Ids of the styles that are paintings of ours, which the built-in network alone knows. */
function withoutPicture({ styles, perceptual }: OptimizeJob): string[] {
  const ids = styles.filter(({ image }) => image === null).map(({ id }) => id);
  if (ids.length === 0 || perceptual.kind === 'built-in') return ids;
  throw new ImpastoError(
    'optimize-style',
    'Your own network does not know our paintings. Choose a picture of your own as the style, or use the network that is built in.',
  );
}

function closeBitmaps({ photo, styles, mask, resume }: OptimizeJob): void {
  for (const bitmap of [photo, ...styles.map(({ image }) => image), mask, resume?.picture]) bitmap?.close();
}
