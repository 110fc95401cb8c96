import { describe, expect, test } from 'vitest';
import { QUALITIES, TIERS } from '../../../src/protocol/quality';
import { qualityPlan } from '../../../src/worker/quality-plan';

test('every quality has its tier where it is there', () => {
  const tiers = QUALITIES.map((quality) => qualityPlan(quality, TIERS).tier);
  expect(tiers).toEqual(['lite', 'lite', 'standard', 'johnson']);
});

test('a tier that is not there is replaced by one that is', () => {
  expect(QUALITIES.map((quality) => qualityPlan(quality, ['lite']).tier)).toEqual(Array(4).fill('lite'));
  expect(qualityPlan('auto', ['standard']).tier).toBe('standard');
});

test('a build without any asks for its own, so that loading says what is missing', () => {
  expect(qualityPlan('best', []).tier).toBe('johnson');
});

describe('a better quality', () => {
  test('may take longer and be larger', () => {
    const [fast, balanced, best] = (['fast', 'balanced', 'best'] as const).map((quality) =>
      qualityPlan(quality, TIERS),
    );
    expect(fast?.patience).toBe(0);
    expect(balanced?.patience).toBeGreaterThan(fast?.patience ?? NaN);
    expect(best?.patience).toBeGreaterThan(balanced?.patience ?? NaN);
    expect(balanced?.maxSide).toBeGreaterThan(fast?.maxSide ?? NaN);
    expect(best?.maxSide).toBeGreaterThanOrEqual(balanced?.maxSide ?? NaN);
  });
});
