import * as Comlink from 'comlink';
import type {
  OptimizeEnd,
  OptimizeEvents,
  OptimizeProgress,
  OptimizerApi,
} from '../../../src/protocol/optimize';
import type { Outcome } from '../../../src/protocol/outcome';
import type { Renderer } from '../../../src/renderer/renderer';
import { Deferred } from './fakes';

export function report(iteration: number): OptimizeProgress {
  const losses = { total: 1, content: 1, style: 1, variation: 1 };
  return { iteration, losses, perSecond: 1, timeLeft: null };
}

/** Something that is handed over and closed as a bitmap is. */
export function bitmap(): ImageBitmap {
  return Object.assign(new MessageChannel().port1, { width: 8, height: 8 });
}

/** In place of `OffscreenCanvas`: every picture is an empty file. */
export class PaperCanvas {
  getContext(): unknown {
    return { drawImage: () => undefined };
  }

  convertToBlob(): Promise<Blob> {
    return Promise.resolve(new Blob());
  }
}

/** A render worker that paints nothing: a test tells in its place how a run goes. */
export class PaperOptimizer {
  readonly asked: string[] = [];
  /** How the page is told of the newest run; null until there is one. */
  events: Comlink.Remote<OptimizeEvents> | null = null;
  private port: MessagePort | null = null;
  private over = new Deferred<Outcome<OptimizeEnd>>();

  readonly renderer = {
    openOptimizer: (port: MessagePort) => {
      this.port = port;
      Comlink.expose(this.api, port);
      return Promise.resolve();
    },
    takeOriginal: () => Promise.resolve(bitmap()),
  } as unknown as Renderer;

  private readonly api = {
    estimate: () => ({ ok: false, error: { code: 'internal', message: 'Paper has no memory.' } }),
    run: (_job: unknown, events: Comlink.Remote<OptimizeEvents>) => {
      this.events = events;
      this.over = new Deferred();
      return this.over.promise;
    },
    pause: () => void this.asked.push('pause'),
    resume: () => void this.asked.push('resume'),
    close: () => void this.asked.push('close'),
  } satisfies Partial<Record<keyof OptimizerApi, unknown>>;

  /** Tells the page of finished iterations, and waits until it was heard. */
  async tell(...iterations: number[]): Promise<void> {
    await this.events?.progress(iterations.map(report));
  }

  /** Gives the page a picture for its filmstrip. */
  async keep(iteration: number): Promise<void> {
    const picture = bitmap();
    await this.events?.kept(Comlink.transfer(picture, [picture]), report(iteration));
  }

  finish(): void {
    this.over.resolve({ ok: true, value: 'finished' });
  }

  end(): void {
    this.port?.close();
  }
}
