import * as Comlink from 'comlink';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OptimizeEnd, OptimizeEvents, OptimizeJob } from '../../../src/protocol/optimize';
import type { Outcome } from '../../../src/protocol/outcome';
import type { Renderer } from '../../../src/renderer/renderer';
import { OptimizerLink } from '../../../src/studio/optimizer-link';
import { Deferred } from './fakes';

const MINUTE = 60_000;

/** A worker's side that paints nothing: it notes what it is asked for. */
class PaperWorker {
  readonly asked: string[] = [];
  /** How the page is told of the run; null until there is one. */
  events: Comlink.Remote<OptimizeEvents> | null = null;
  private port: MessagePort | null = null;
  private readonly over = new Deferred<Outcome<OptimizeEnd>>();

  readonly renderer = {
    openOptimizer: (port: MessagePort) => {
      this.port = port;
      Comlink.expose(this.api, port);
      return Promise.resolve();
    },
  } as unknown as Renderer;

  private readonly api = {
    run: (_job: OptimizeJob, events: Comlink.Remote<OptimizeEvents>) => {
      this.events = events;
      return this.over.promise;
    },
    pause: () => void this.asked.push('pause'),
    resume: () => void this.asked.push('resume'),
    close: () => void this.asked.push('close'),
  };

  /** Tells the page of a run that is under way, and waits until it was heard. */
  async tell(): Promise<void> {
    await this.events?.progress([]);
  }

  end(): void {
    this.port?.close();
  }
}

let worker: PaperWorker;
let link: OptimizerLink;
let heard: number;
let failed: unknown;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  worker = new PaperWorker();
  heard = 0;
  failed = null;
  link = await OptimizerLink.open(worker.renderer);
  // Something that can be handed over, as a bitmap can.
  const job = { photo: new ArrayBuffer(4), styles: [] } as unknown as OptimizeJob;
  const events = { progress: () => heard++ } as unknown as OptimizeEvents;
  link.run(job, events).catch((error: unknown) => (failed = error));
  await vi.waitFor(() => expect(worker.events).not.toBeNull());
  await worker.tell();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  worker.end();
});

test('a run that falls silent is given up, and the worker is told to let go of it', async () => {
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  await worker.tell();
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(link.closed).toBe(false);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(link.closed).toBe(true);
  await vi.waitFor(() => expect(worker.asked).toEqual(['close']));
  expect(failed).toMatchObject({ report: { code: 'worker-timeout' } });
});

test('a run that is halted may be silent, though something was still told after the halt', async () => {
  await link.pause();
  await worker.tell();
  expect(heard).toBe(2);
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(link.closed).toBe(false);
  await link.resume();
  await vi.advanceTimersByTimeAsync(4 * MINUTE);
  expect(link.closed).toBe(true);
});

test('the time that the computer slept is no silence', async () => {
  const now = performance.now() + 60 * MINUTE;
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now);
  await vi.advanceTimersByTimeAsync(3 * MINUTE);
  expect(link.closed).toBe(false);
  clock.mockReturnValue(now + 3 * MINUTE);
  await vi.advanceTimersByTimeAsync(3 * MINUTE);
  expect(link.closed).toBe(true);
});
