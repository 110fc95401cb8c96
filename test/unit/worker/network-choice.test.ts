import { describe, expect, test } from 'vitest';
import { ImpastoError, type ErrorReport } from '../../../src/protocol/errors';
import { TIERS, type Tier } from '../../../src/protocol/quality';
import type { RenderSettings } from '../../../src/protocol/render';
import type { StyleMix } from '../../../src/protocol/style';
import { NetworkChoice } from '../../../src/worker/network-choice';
import { Deferred, settle } from '../studio/fakes';

const SETTINGS: RenderSettings = {
  mix: { weights: { udnie: 1 }, strength: 1 },
  quality: 'fast',
  mirror: false,
  compare: 0,
  smoothing: 0.5,
};
/** A style that was added to a network, as the tests tell it. */
const addedTo = (tier: Tier): StyleMix => ({ weights: { [`added to ${tier}`]: 1 }, strength: 1 });

/** Networks that are there when a test says so. */
class Bench {
  readonly asked: Tier[] = [];
  readonly refused: { tier: Tier; report: ErrorReport }[] = [];
  changes = 0;
  private readonly ready = new Set<Tier>();
  private readonly coming = new Map<Tier, Deferred<void>>();

  constructor(private readonly hasGpu = true) {}

  open(settings: RenderSettings): NetworkChoice {
    return new NetworkChoice(
      {
        desk: {
          isReady: (tier) => this.ready.has(tier),
          prepare: (tier) => {
            this.asked.push(tier);
            const deferred = new Deferred<void>();
            this.coming.set(tier, deferred);
            return this.ready.has(tier) ? Promise.resolve() : deferred.promise;
          },
        },
        tiers: TIERS,
        only: ({ weights }) => TIERS.find((tier) => `added to ${tier}` in weights) ?? null,
        hasGpu: this.hasGpu,
        changed: () => this.changes++,
        refused: (tier, report) => this.refused.push({ tier, report }),
      },
      settings,
    );
  }

  /** Opened, with the cheapest network there. */
  async opened(settings = SETTINGS): Promise<NetworkChoice> {
    const choice = this.open(settings);
    const warm = choice.warm();
    await this.deliver('lite');
    await warm;
    this.asked.length = 0;
    return choice;
  }

  async deliver(tier: Tier): Promise<void> {
    this.ready.add(tier);
    this.coming.get(tier)?.resolve();
    await settle();
  }

  async fail(tier: Tier): Promise<void> {
    this.coming.get(tier)?.reject(new ImpastoError('model-missing', 'not there'));
    await settle();
  }
}

function tierOf({ plan }: NetworkChoice): Tier | undefined {
  return plan.ladder[0]?.tier;
}

test('a network is painted with once it is there, and everything else at once', async () => {
  const bench = new Bench();
  const choice = await bench.opened();
  const other: StyleMix = { weights: { wave: 1 }, strength: 0.5 };
  choice.apply({ ...SETTINGS, quality: 'best', compare: 0.3, mix: other });
  expect(choice.settings).toMatchObject({ quality: 'fast', compare: 0.3, mix: other });
  expect([tierOf(choice), choice.awaited]).toEqual(['lite', 'johnson']);
  await bench.deliver('johnson');
  expect(choice.settings.quality).toBe('best');
  expect([tierOf(choice), choice.awaited]).toEqual(['johnson', null]);
  expect(bench.changes).toBe(1);
});

test('one that comes late does not undo what was chosen since', async () => {
  const bench = new Bench();
  const choice = await bench.opened();
  choice.apply({ ...SETTINGS, quality: 'best' });
  choice.apply({ ...SETTINGS, quality: 'best', compare: 0.5 });
  choice.apply(SETTINGS);
  await bench.deliver('johnson');
  expect(choice.settings).toEqual(SETTINGS);
  expect(bench.asked).toEqual(['johnson']);
});

describe('one that cannot be had', () => {
  test('is told of once; the one before paints on, until it is chosen again', async () => {
    const bench = new Bench();
    const choice = await bench.opened();
    choice.apply({ ...SETTINGS, quality: 'balanced' });
    await bench.fail('standard');
    expect(bench.refused).toMatchObject([{ tier: 'standard', report: { code: 'model-missing' } }]);
    choice.apply({ ...SETTINGS, quality: 'balanced', compare: 1 });
    expect(tierOf(choice)).toBe('lite');
    expect(bench.asked).toEqual(['standard']);
    choice.apply(SETTINGS);
    choice.apply({ ...SETTINGS, quality: 'balanced' });
    await bench.deliver('standard');
    expect(tierOf(choice)).toBe('standard');
    expect(bench.refused).toHaveLength(1);
  });

  test('and was Auto’s wish is passed over in silence', async () => {
    const bench = new Bench();
    const choice = await bench.opened({ ...SETTINGS, quality: 'auto' });
    const tiers = () => new Set(choice.plan.ladder.map(({ tier }) => tier));
    expect(tiers()).toEqual(new Set(['lite', 'standard']));
    choice.fetch('standard');
    expect(choice.awaited).toBeNull();
    await bench.fail('standard');
    expect(bench.refused).toEqual([]);
    expect(tiers()).toEqual(new Set(['lite']));
    expect(bench.changes).toBe(1);
  });

  test('and was chosen before the page was opened leaves the cheapest', async () => {
    const bench = new Bench();
    const choice = bench.open({ ...SETTINGS, quality: 'best' });
    const warm = choice.warm();
    await bench.fail('johnson');
    await bench.deliver('lite');
    await warm;
    await bench.fail('johnson');
    expect(tierOf(choice)).toBe('lite');
    expect(bench.refused).toMatchObject([{ tier: 'johnson' }]);
  });
});

test('without any there is an error', async () => {
  const bench = new Bench();
  const warm = bench.open(SETTINGS).warm();
  await bench.fail('lite');
  await bench.fail('lite');
  await expect(warm).rejects.toThrow('not there');
});

describe('a style that was added to one network', () => {
  test('is painted by it alone: until that is there, what was painted before stays', async () => {
    const bench = new Bench();
    const choice = await bench.opened();
    choice.apply({ ...SETTINGS, mix: addedTo('standard'), compare: 0.2 });
    expect(choice.settings).toMatchObject({ mix: SETTINGS.mix, compare: 0.2 });
    await bench.deliver('standard');
    expect(choice.settings).toMatchObject({ mix: addedTo('standard'), quality: 'fast' });
    expect(tierOf(choice)).toBe('standard');
    choice.apply(SETTINGS);
    expect(tierOf(choice)).toBe('lite');
  });

  test('is asked for once if that cannot be had', async () => {
    const bench = new Bench();
    const choice = await bench.opened();
    choice.apply({ ...SETTINGS, mix: addedTo('johnson') });
    await bench.fail('johnson');
    choice.apply({ ...SETTINGS, mix: addedTo('johnson'), compare: 1 });
    expect(choice.settings).toMatchObject({ mix: SETTINGS.mix, compare: 1 });
    expect([bench.asked, bench.refused.length]).toEqual([['johnson'], 1]);
  });

  test('is asked for again when the style is chosen again', async () => {
    const bench = new Bench();
    const choice = await bench.opened();
    choice.apply({ ...SETTINGS, mix: addedTo('johnson') });
    await bench.fail('johnson');
    choice.apply(SETTINGS);
    choice.apply({ ...SETTINGS, mix: addedTo('johnson') });
    await bench.deliver('johnson');
    expect(bench.asked).toEqual(['johnson', 'johnson']);
    expect(choice.settings.mix).toEqual(addedTo('johnson'));
  });

  test('and is chosen from the beginning shows the photo until its network is there', async () => {
    const bench = new Bench();
    const choice = bench.open({ ...SETTINGS, mix: addedTo('johnson') });
    expect(choice.settings.mix.strength).toBe(0);
    const warm = choice.warm();
    await bench.deliver('johnson');
    await warm;
    expect(choice.settings.mix).toEqual(addedTo('johnson'));
  });
});

test('on the processor Auto has the cheapest network alone', async () => {
  const choice = await new Bench(false).opened({ ...SETTINGS, quality: 'auto' });
  expect(new Set(choice.plan.ladder.map(({ tier }) => tier))).toEqual(new Set(['lite']));
});
