import * as Comlink from 'comlink';
import { trimPool } from '../engine/tfjs/tensor-pool';
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
import { paintFast, type FastPictureHost } from './fast-picture';
import { onDevice } from './lost-device';

/** What an optimizer borrows from the render worker. */
export interface OptimizerHost extends FastPictureHost {
  readonly backend: Backend;
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
        fast: (size) => paintFast(this.host, job.photo, job.fast, size),
        trim: trimPool,
      });
      return await this.latest.run();
    } finally {
      network.dispose();
      trimPool();
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
