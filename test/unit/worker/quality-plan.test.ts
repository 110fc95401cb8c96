import { describe, expect, test } from 'vitest';
import { QUALITIES, TIERS } from '../../../src/protocol/quality';
import { growth, qualityPlan } from '../../../src/worker/quality-plan';

/** "lite 640": what a plan ends with. */
function best(...args: Parameters<typeof qualityPlan>): string {
  const { tier, longSide } = qualityPlan(...args).ladder.at(-1) ?? {};
  return `${tier} ${longSide}`;
}

test('every quality begins with its network where that is there', () => {
  const tiers = QUALITIES.map((quality) => qualityPlan(quality, TIERS).ladder[0]?.tier);
  expect(tiers).toEqual(['lite', 'lite', 'standard', 'johnson']);
});

test('a network that is not there is replaced by the cheapest that is', () => {
  const tiers = QUALITIES.map((quality) => qualityPlan(quality, ['lite']).ladder.map(({ tier }) => tier));
  expect(new Set(tiers.flat())).toEqual(new Set(['lite']));
  expect(best('auto', ['standard'])).toBe('standard 1280');
});

test('a build without any asks for its own, so that loading says what is missing', () => {
  expect(best('best', [])).toBe('johnson 1280');
});

describe('Auto', () => {
  const { ladder } = qualityPlan('auto', TIERS);

  test('goes on with the standard network where that can paint large enough', () => {
    expect(ladder.map(({ tier, longSide }) => `${tier} ${longSide}`).slice(-5)).toEqual([
      'lite 640',
      'lite 960',
      'standard 640',
      'standard 960',
      'standard 1280',
    ]);
  });

  test('never goes on with what costs less than what was before', () => {
    const growths = ladder.flatMap((rung, step) => {
      const next = ladder[step + 1];
      return next ? [growth(rung, next, 1)] : [];
    });
    expect(Math.min(...growths)).toBeGreaterThan(1);
  });

  test('has the large sizes of the cheapest network where there is no other', () => {
    expect(best('auto', ['lite'])).toBe('lite 1280');
  });
});

test.each(QUALITIES)('styles that one network alone knows are painted by it, in %s', (quality) => {
  for (const only of TIERS) {
    const tiers = qualityPlan(quality, TIERS, only).ladder.map(({ tier }) => tier);
    expect(new Set(tiers)).toEqual(new Set([only]));
  }
});

describe('a better quality', () => {
  test('may take longer and be larger', () => {
    const [fast, balanced, best] = (['fast', 'balanced', 'best'] as const).map((quality) => {
      const { ladder, patience } = qualityPlan(quality, TIERS);
      return { patience, maxSide: ladder.at(-1)?.longSide ?? NaN };
    });
    expect(fast?.patience).toBe(0);
    expect(balanced?.patience).toBeGreaterThan(fast?.patience ?? NaN);
    expect(best?.patience).toBeGreaterThan(balanced?.patience ?? NaN);
    expect(balanced?.maxSide).toBeGreaterThan(fast?.maxSide ?? NaN);
    expect(best?.maxSide).toBeGreaterThanOrEqual(balanced?.maxSide ?? NaN);
  });
});
