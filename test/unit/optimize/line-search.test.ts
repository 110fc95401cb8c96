import { describe, expect, test } from 'vitest';
import { strongWolfe, type LinePoint } from '../../../src/optimize/optimizers/line-search';

interface Line {
  readonly value: (at: number) => number;
  readonly slope: (at: number) => number;
}

/** Searches from 0 and tells how many points it took. */
async function search({ value, slope }: Line, first = 1) {
  const point = (at: number): LinePoint => ({ at, value: value(at), slope: slope(at) });
  let evaluations = 0;
  const evaluate = (at: number) => {
    evaluations++;
    return Promise.resolve(point(at));
  };
  const found = await strongWolfe(point(0), evaluate, { first, shortest: 1e-9 });
  return { found, start: point(0), evaluations };
}

const LINES: readonly (readonly [string, Line])[] = [
  ['a parabola', { value: (t) => (t - 3) ** 2, slope: (t) => 2 * (t - 3) }],
  ['a far parabola', { value: (t) => (t - 500) ** 2, slope: (t) => 2 * (t - 500) }],
  ['a near parabola', { value: (t) => (t - 0.001) ** 2, slope: (t) => 2 * (t - 0.001) }],
  [
    'waves',
    { value: (t) => Math.cos(3 * t) + 0.1 * t ** 2 - t, slope: (t) => -3 * Math.sin(3 * t) + 0.2 * t - 1 },
  ],
  [
    'a steep wall',
    { value: (t) => -t + Math.exp(8 * (t - 1)), slope: (t) => -1 + 8 * Math.exp(8 * (t - 1)) },
  ],
  [
    'the line of Moré and Thuente',
    { value: (t) => -t / (t ** 2 + 2), slope: (t) => (t ** 2 - 2) / (t ** 2 + 2) ** 2 },
  ],
];

describe.each([1e-3, 1, 30])('with a first step of %d', (first) => {
  test.each(LINES)('on %s a point meets the strong Wolfe conditions', async (_, line) => {
    const { found, start, evaluations } = await search(line, first);
    expect(found.value).toBeLessThanOrEqual(start.value + 1e-4 * found.at * start.slope);
    expect(Math.abs(found.slope)).toBeLessThanOrEqual(-0.9 * start.slope);
    expect(evaluations).toBeLessThan(15);
  });
});

test('where everything is higher the start is found, in a limited number of steps', async () => {
  // A slope that lies, as rounding makes it near a minimum.
  const { found, start, evaluations } = await search({ value: (t) => t, slope: () => -1 });
  expect(found).toEqual(start);
  expect(evaluations).toBeLessThanOrEqual(27);
});

test('values that are no numbers do not go on for ever', async () => {
  const { evaluations } = await search({
    value: (t) => (t === 0 ? 1 : NaN),
    slope: (t) => (t === 0 ? -1 : NaN),
  });
  expect(evaluations).toBeLessThanOrEqual(27);
});
