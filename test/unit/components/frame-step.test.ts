import { expect, test } from 'vitest';
import { frameStep } from '../../../components/timeline/frame-step';

const DURATION = 2;

/** As a slider rounds. */
function rounded(seconds: number): number {
  return Number(seconds.toFixed(3));
}

/** The frames that are shown on the way from `at`, one press after the other. */
function walk(at: number, direction: 1 | -1, fps: number, presses: number): number[] {
  const frames = { frame: 1 / fps, duration: DURATION };
  const shown: number[] = [];
  for (let press = 0; press < presses; press++) {
    at = rounded(frameStep(at, direction, frames));
    shown.push(Math.floor(at * fps + 1e-6));
  }
  return shown;
}

test.each([24, 25, 30, 50, 60, 120])('at %i fps every press shows the next frame, either way', (fps) => {
  const all = Array.from({ length: DURATION * fps }, (_, frame) => frame);
  expect(walk(0, 1, fps, all.length - 1)).toEqual(all.slice(1));
  // At the end the last frame is shown, so the first press goes to the one before.
  expect(walk(DURATION, -1, fps, all.length - 1)).toEqual(all.slice(0, -1).reverse());
});

test('a rate that does not fit its duration', () => {
  const fps = 30_000 / 1001;
  expect(walk(0, 1, fps, 5)).toEqual([1, 2, 3, 4, 5]);
});

test('it ends with the beginning and the end', () => {
  const frames = { frame: 1 / 30, duration: DURATION };
  expect(frameStep(0, -1, frames)).toBe(0);
  expect(frameStep(0.05, -1, frames)).toBe(0);
  expect(frameStep(DURATION - 0.01, 1, frames)).toBe(DURATION);
  expect(frameStep(DURATION, 1, frames)).toBe(DURATION);
});
