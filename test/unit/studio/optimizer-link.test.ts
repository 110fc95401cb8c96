import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OptimizeEvents, OptimizeJob } from '../../../src/protocol/optimize';
import { OptimizerLink } from '../../../src/studio/optimizer-link';
import { bitmap, PaperOptimizer } from './paper-optimizer';

const MINUTE = 60_000;

let worker: PaperOptimizer;
let link: OptimizerLink;
let heard: number;
let failed: unknown;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  worker = new PaperOptimizer();
  heard = 0;
  failed = null;
  link = await OptimizerLink.open(worker.renderer);
  const job = { photo: bitmap(), styles: [] } as unknown as OptimizeJob;
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
