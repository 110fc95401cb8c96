import { describe, expect, it } from 'vitest';
import {
  defaultPreferences,
  loadPreferences,
  mergePreferences,
  savePreferences,
} from '../../../src/studio/preferences';
import type { Tier } from '../../../src/protocol/quality';
import type { StyleInfo } from '../../../src/protocol/style';
import type { Preferences } from '../../../src/studio/studio';
import { CATALOG, FakeStorage } from './fakes';

const DEFAULTS = defaultPreferences(CATALOG, true);

describe('preferences', () => {
  it('come back as they were saved', () => {
    const storage = new FakeStorage();
    const chosen = {
      ...DEFAULTS,
      styleId: 'scream',
      mixStyleId: 'great-wave',
      mixAmount: 0.3,
      strength: 0.5,
      singleKeys: false,
    };
    savePreferences(storage, chosen);
    expect(loadPreferences(storage, DEFAULTS, CATALOG)).toEqual(chosen);
  });

  it('of before there was a choice of shortcuts are read, and have them', () => {
    const storage = new FakeStorage();
    storage.setItem('impasto.preferences', '{"styleId":"scream"}');
    const loaded = loadPreferences(storage, DEFAULTS, CATALOG);
    expect(loaded).toMatchObject({ styleId: 'scream', singleKeys: true });
  });

  it('start with the first style, and with open panels only where there is room', () => {
    expect(DEFAULTS).toMatchObject({ styleId: 'starry-night', strength: 1, quality: 'auto', mirror: true });
    expect(defaultPreferences(CATALOG, false)).toMatchObject({ metersOpen: false, panelOpen: false });
    expect(DEFAULTS).toMatchObject({ metersOpen: true, panelOpen: true });
  });

  it.each([
    ['an unknown style', { styleId: 'gone' }],
    ['an unknown second style', { mixStyleId: 'gone' }],
    ['a quality without weights', { quality: 'best' }],
    ['a quality that is none', { quality: 'superb' }],
    ['values of wrong types', { styleId: 7, strength: '1', mirror: 'yes', mixAmount: Number.NaN }],
    ['nothing at all', null],
    ['a list', [1, 2]],
  ])('pass over %s', (_what, change) => {
    expect(mergePreferences(DEFAULTS, change, CATALOG)).toEqual(DEFAULTS);
  });

  it('limit shares to 0…1', () => {
    const merged = mergePreferences(DEFAULTS, { strength: 3, mixAmount: -1 }, CATALOG);
    expect(merged).toMatchObject({ strength: 1, mixAmount: 0 });
  });

  it('can take the second style away', () => {
    const mixed = mergePreferences(DEFAULTS, { mixStyleId: 'scream' }, CATALOG);
    expect(mixed.mixStyleId).toBe('scream');
    expect(mergePreferences(mixed, { mixStyleId: null }, CATALOG).mixStyleId).toBeNull();
  });

  describe('with added styles', () => {
    const [first] = CATALOG.styles;
    const added = (id: string, tier: Tier | null) => ({ ...first, id, added: { tier } }) as StyleInfo;
    const styles = [...CATALOG.styles, added('fast', 'lite'), added('best', 'johnson'), added('gone', null)];
    const merged = (...changes: object[]) =>
      changes.reduce<Preferences>(
        (current, change) => mergePreferences(current, change, { ...CATALOG, styles }),
        DEFAULTS,
      );

    it('mix those of one network with each other and with ours', () => {
      expect(merged({ styleId: 'fast', mixStyleId: 'scream' }).mixStyleId).toBe('scream');
      expect(merged({ mixStyleId: 'best' }).mixStyleId).toBe('best');
      expect(merged({ styleId: 'fast', mixStyleId: 'best' }).mixStyleId).toBeNull();
    });

    it('leave the second style out when the first becomes one of another network', () => {
      expect(merged({ styleId: 'fast' }, { mixStyleId: 'fast' }, { styleId: 'best' })).toMatchObject({
        styleId: 'best',
        mixStyleId: null,
      });
    });

    it('pass over one whose network is gone', () => {
      expect(merged({ styleId: 'gone', mixStyleId: 'gone' })).toEqual(DEFAULTS);
    });
  });

  it('survive broken, full and forbidden storage', () => {
    const broken = new FakeStorage();
    broken.setItem('impasto.preferences', '{"styleId":');
    expect(loadPreferences(broken, DEFAULTS, CATALOG)).toEqual(DEFAULTS);
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    const forbidden = { getItem: refuse, setItem: refuse };
    expect(loadPreferences(forbidden, DEFAULTS, CATALOG)).toEqual(DEFAULTS);
    expect(() => savePreferences(forbidden, DEFAULTS)).not.toThrow();
    expect(loadPreferences(null, DEFAULTS, CATALOG)).toEqual(DEFAULTS);
  });
});
