import { expect, test } from 'vitest';
import { NewestWins } from '../../../src/worker/scheduler';

/** A job that runs until it is told to end. */
function job(log: string[], name: string) {
  let finish: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const run = async () => {
    log.push(`${name} begins`);
    await done;
    log.push(`${name} ends`);
  };
  return { run, finish, fail };
}

test('one job runs at a time, and at once if nothing runs', async () => {
  const log: string[] = [];
  const scheduler = new NewestWins();
  const [a, b] = [job(log, 'a'), job(log, 'b')];
  const first = scheduler.submit(a.run);
  const second = scheduler.submit(b.run);
  expect(log).toEqual(['a begins']);
  a.finish();
  expect(await first).toBe(true);
  b.finish();
  expect(await second).toBe(true);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('of those that wait the newest runs; the others are told that they will not', async () => {
  const log: string[] = [];
  const scheduler = new NewestWins();
  const jobs = ['a', 'b', 'c', 'd'].map((name) => job(log, name));
  const results = jobs.map(({ run }) => scheduler.submit(run));
  for (const { finish } of jobs) finish();
  expect(await Promise.all(results)).toEqual([true, false, false, true]);
  expect(log).toEqual(['a begins', 'a ends', 'd begins', 'd ends']);
});

test('one that is replaced learns of it at once, not when the running one ends', async () => {
  const scheduler = new NewestWins();
  const running = job([], 'running');
  void scheduler.submit(running.run);
  const replaced = scheduler.submit(() => Promise.resolve());
  void scheduler.submit(() => Promise.resolve());
  expect(await replaced).toBe(false);
});

test('what waits can be dropped; what runs goes on, and what comes later runs', async () => {
  const log: string[] = [];
  const scheduler = new NewestWins();
  const [a, b, c] = [job(log, 'a'), job(log, 'b'), job(log, 'c')];
  const results = [scheduler.submit(a.run), scheduler.submit(b.run)];
  scheduler.dropWaiting();
  results.push(scheduler.submit(c.run));
  for (const { finish } of [a, c]) finish();
  expect(await Promise.all(results)).toEqual([true, false, true]);
  expect(log).toEqual(['a begins', 'a ends', 'c begins', 'c ends']);
});

test('a job that fails says so to its owner and blocks nobody', async () => {
  const log: string[] = [];
  const scheduler = new NewestWins();
  const [a, b] = [job(log, 'a'), job(log, 'b')];
  const first = scheduler.submit(a.run);
  const second = scheduler.submit(b.run);
  a.fail(new Error('broken'));
  b.finish();
  await expect(first).rejects.toThrow('broken');
  expect(await second).toBe(true);
  expect(await scheduler.submit(() => Promise.resolve())).toBe(true);
});

test('what is thrown without being an error, or before the first await, is passed on too', async () => {
  const scheduler = new NewestWins();
  await expect(
    scheduler.submit(() => {
      throw new TypeError('at once');
    }),
  ).rejects.toThrow('at once');
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- foreign code does this
  await expect(scheduler.submit(() => Promise.reject('text'))).rejects.toThrow('text');
  expect(await scheduler.submit(() => Promise.resolve())).toBe(true);
});

test('a job may submit another', async () => {
  const log: string[] = [];
  const scheduler = new NewestWins();
  let inner: Promise<boolean> | undefined;
  await scheduler.submit(() => {
    log.push('outer');
    inner = scheduler.submit(() => Promise.resolve(void log.push('inner')));
    return Promise.resolve();
  });
  expect(await inner).toBe(true);
  expect(log).toEqual(['outer', 'inner']);
});

test('jobs that must run all do, in their order, and take turns with the newest', async () => {
  const log: string[] = [];
  const scheduler = new NewestWins();
  const running = job(log, 'running');
  const must = (name: string) => scheduler.enqueue(() => Promise.resolve((log.push(name), name)));
  const newest = (name: string) => scheduler.submit(() => Promise.resolve(void log.push(name)));
  const results: Promise<unknown>[] = [scheduler.submit(running.run)];
  results.push(must('first'), must('second'), newest('dropped'), newest('newest'), must('third'));
  running.finish();
  expect(await Promise.all(results)).toEqual([true, 'first', 'second', false, true, 'third']);
  expect(log.slice(2)).toEqual(['first', 'newest', 'second', 'third']);
});

test('one of those that fails is no obstacle to the next', async () => {
  const scheduler = new NewestWins();
  const broken = scheduler.enqueue(() => Promise.reject(new Error('broken')));
  const atOnce = scheduler.enqueue(() => {
    throw new Error('at once');
  });
  const next = scheduler.enqueue(() => Promise.resolve('next'));
  await expect(broken).rejects.toThrow('broken');
  await expect(atOnce).rejects.toThrow('at once');
  expect(await next).toBe('next');
});
