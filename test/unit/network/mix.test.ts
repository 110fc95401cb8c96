import { describe, expect, test } from 'vitest';
import { mixNorms } from '../../../src/network/mix';
import type { Weights } from '../../../src/network/weights';
import type { StyleMix, StyleRows } from '../../../src/protocol/style';
import { TINY_SPEC } from './tiny-spec';

/** Rows: waves, identity, stars; two channels each. */
const WEIGHTS: Weights = new Map([
  ['first/gamma', { shape: [3, 2], data: Float32Array.of(10, 20, 1, 2, 30, 40) }],
  ['first/beta', { shape: [3, 2], data: Float32Array.of(-1, -2, 0, 0, 5, 6) }],
]);

function mixed(weights: StyleMix['weights'], strength: number, rows?: StyleMix['rows']) {
  const norms = mixNorms(TINY_SPEC, WEIGHTS, { weights, strength, ...(rows && { rows }) });
  expect([...norms.keys()]).toEqual(['first']);
  const first = norms.get('first');
  return [[...(first?.gamma ?? [])], [...(first?.beta ?? [])]];
}

const IDENTITY = [
  [1, 2],
  [0, 0],
];

test('one style at full strength is its own row', () => {
  expect(mixed({ waves: 1 }, 1)).toEqual([
    [10, 20],
    [-1, -2],
  ]);
  expect(mixed({ stars: 1 }, 1)).toEqual([
    [30, 40],
    [5, 6],
  ]);
});

test('strength 0 is the identity row, whatever the style', () => {
  expect(mixed({ waves: 1 }, 0)).toEqual(IDENTITY);
  expect(mixed({ waves: 0.5, stars: 0.5 }, 0)).toEqual(IDENTITY);
});

test('two styles interpolate, and with the identity too', () => {
  expect(mixed({ waves: 0.25, stars: 0.75 }, 1)).toEqual([
    [25, 35],
    [3.5, 4],
  ]);
  expect(mixed({ waves: 0.5, stars: 0.5 }, 0.5)).toEqual([
    [10.5, 16],
    [1, 1],
  ]);
});

test('a mix that goes all the way is the other style', () => {
  expect(mixed({ waves: 0, stars: 1 }, 1)).toEqual(mixed({ stars: 1 }, 1));
});

test('what an unknown style or none at all leaves is the identity', () => {
  expect(mixed({ unknown: 1 }, 1)).toEqual(IDENTITY);
  expect(mixed({}, 1)).toEqual(IDENTITY);
  expect(mixed({ waves: 0.5, unknown: 0.5 }, 1)).toEqual([
    [5.5, 11],
    [-0.5, -1],
  ]);
});

test('tables of a wrong size are refused', () => {
  const broken = new Map(WEIGHTS).set('first/beta', { shape: [2], data: new Float32Array(2) });
  expect(() => mixNorms(TINY_SPEC, broken, { weights: {}, strength: 1 })).toThrow(
    'first/beta has 2 values, not 6',
  );
});

describe('an added style', () => {
  const MINE: StyleRows = {
    network: TINY_SPEC.weights.sha256,
    values: { 'first/gamma': Float32Array.of(50, 60), 'first/beta': Float32Array.of(7, 8) },
  };

  test('is its own rows at full strength, and fades to the identity', () => {
    expect(mixed({ mine: 1 }, 1, { mine: MINE })).toEqual([
      [50, 60],
      [7, 8],
    ]);
    expect(mixed({ mine: 1 }, 0.5, { mine: MINE })).toEqual([
      [25.5, 31],
      [3.5, 4],
    ]);
  });

  test('mixes with one of the network', () => {
    expect(mixed({ mine: 0.5, waves: 0.5 }, 1, { mine: MINE })).toEqual([
      [30, 40],
      [3, 3],
    ]);
  });

  test('of another network counts as identity', () => {
    expect(mixed({ mine: 1 }, 1, { mine: { ...MINE, network: 'another' } })).toEqual(IDENTITY);
  });

  test('that is not chosen changes nothing', () => {
    expect(mixed({ waves: 1 }, 1, { mine: MINE })).toEqual(mixed({ waves: 1 }, 1));
  });

  test('whose rows are too short is refused', () => {
    const short = { ...MINE, values: { ...MINE.values, 'first/beta': Float32Array.of(7) } };
    expect(() => mixed({ mine: 1 }, 1, { mine: short })).toThrow('does not fit');
  });
});
