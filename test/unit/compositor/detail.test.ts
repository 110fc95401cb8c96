import { expect, test } from 'vitest';
import { BLEND_IN, compositeShare, DETAIL_SHARE, detailGain } from '../../../src/compositor/detail';

const STEPS = Array.from({ length: 101 }, (_, percent) => percent / 100);

test('at strength 0 the original comes back whole', () => {
  expect(compositeShare(0)).toBe(0);
  expect(detailGain(0)).toBe(1);
});

test('at full strength there is paint alone, with a share of the detail', () => {
  expect(compositeShare(1)).toBe(1);
  expect(detailGain(1)).toBeCloseTo(DETAIL_SHARE);
});

test('nothing jumps: least of all near 0, where the network is bypassed', () => {
  for (const [index, strength] of STEPS.slice(1).entries()) {
    const before = STEPS[index] ?? 0;
    const change = compositeShare(strength) - compositeShare(before);
    expect(change).toBeGreaterThanOrEqual(0);
    expect(change).toBeLessThan(0.15);
    expect(detailGain(strength)).toBeLessThan(detailGain(before));
  }
  // Flat at both ends of the blend: not even the speed of a moving slider jumps.
  expect(compositeShare(0.001)).toBeLessThan(0.001);
  expect(compositeShare(BLEND_IN - 0.001)).toBeGreaterThan(0.999);
});

test('strengths out of range are as their ends', () => {
  expect(compositeShare(-1)).toBe(0);
  expect(compositeShare(2)).toBe(1);
});
