import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withDeadline } from '../../../src/shared/deadline';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Something that is awaited for 15 s, and what became of it. */
function awaited() {
  const late: string[] = [];
  let answer: (value: string) => void = () => undefined;
  const promise = new Promise<string>((resolve) => (answer = resolve));
  const outcome = withDeadline(
    promise,
    15_000,
    () => new Error('silent'),
    (value) => late.push(value),
  ).catch((error: unknown) => error);
  return { answer, outcome, late };
}

test('what comes in time is passed on', async () => {
  const { answer, outcome, late } = awaited();
  await vi.advanceTimersByTimeAsync(14_000);
  answer('here');
  expect(await outcome).toBe('here');
  expect(vi.getTimerCount()).toBe(0);
  expect(late).toEqual([]);
});

test('what comes too late goes to whoever frees it', async () => {
  const { answer, outcome, late } = awaited();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await outcome).toEqual(new Error('silent'));
  answer('late');
  await vi.advanceTimersByTimeAsync(0);
  expect(late).toEqual(['late']);
});

test('the time that the computer slept is no silence', async () => {
  const { answer, outcome } = awaited();
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(15_000);
  answer('here');
  expect(await outcome).toBe('here');
});

test('timers that are always late end too', async () => {
  const { outcome } = awaited();
  let time = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => (time += 60_000));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await outcome).toEqual(new Error('silent'));
});
