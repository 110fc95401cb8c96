import { expect, test } from 'vitest';
import { GifTiming } from '../../../src/media/worker/writers/gif-timing';

/** Delays in ms of a clip with these times; the end is the last of them. */
function delays(times: readonly number[]): number[] {
  const timing = new GifTiming();
  const found: number[] = [];
  for (const time of times.slice(0, -1)) {
    const step = timing.next(time);
    if (step && step.previousDelay !== null) found.push(step.previousDelay);
  }
  return [...found, timing.last(times.at(-1) ?? 0)];
}

test('30 frames a second add up to a second, though GIF counts in hundredths', () => {
  const found = delays(Array.from({ length: 31 }, (_, frame) => frame / 30));
  expect(found).toHaveLength(30);
  expect(found.reduce((sum, delay) => sum + delay, 0)).toBe(1000);
});

test('120 frames a second are thinned out, and last as long', () => {
  const found = delays(Array.from({ length: 121 }, (_, frame) => frame / 120));
  expect(found.length).toBeLessThanOrEqual(50);
  expect(found.reduce((sum, delay) => sum + delay, 0)).toBe(1000);
});

test('a variable rate is kept', () => {
  expect(delays([0, 0.1, 0.5, 0.55, 1])).toEqual([100, 400, 50, 450]);
});
