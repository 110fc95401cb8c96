import { expect, test } from 'vitest';
import { qualityNote } from '../../../components/quality-picker/quality-note';
import type { Quality, Tier } from '../../../src/protocol/quality';
import type { StyleInfo } from '../../../src/protocol/style';
import { defaultPreferences } from '../../../src/studio/preferences';
import { qualityChoices } from '../../../src/studio/qualities';
import type { StudioMeters, StudioState } from '../../../src/studio/studio';
import { CATALOG, METERS } from '../studio/fakes';

const [first] = CATALOG.styles;
const MINE = { ...first, id: 'mine', title: 'Café', added: { tier: 'standard' } } as StyleInfo;

interface Situation {
  readonly quality: Quality;
  readonly styleId?: string;
  readonly mixStyleId?: string;
  /** Null before the first frame. */
  readonly meters?: { readonly tier: Tier; readonly coming: Tier | null } | null;
}

function note({ meters = null, ...preferences }: Situation): string | null {
  const shown: StudioMeters | null = meters && {
    ...METERS,
    ...meters,
    captureFps: 30,
    dropped: 0,
    history: [],
  };
  // Of a state no more is looked at.
  return qualityNote({
    preferences: { ...defaultPreferences(CATALOG, true), ...preferences },
    qualities: qualityChoices(CATALOG),
    styles: [...CATALOG.styles, MINE],
    meters: shown,
  } as unknown as StudioState);
}

test('Auto tells which network paints, once one does', () => {
  expect(note({ quality: 'auto' })).toBeNull();
  expect(note({ quality: 'auto', meters: { tier: 'standard', coming: null } })).toBe(
    'Balanced paints at present.',
  );
});

test('of a network that was chosen there is nothing to tell but that it is awaited', () => {
  expect(note({ quality: 'best', meters: { tier: 'johnson', coming: null } })).toBeNull();
  expect(note({ quality: 'best', meters: { tier: 'lite', coming: 'johnson' } })).toBe(
    'Fast paints until Best is ready.',
  );
});

test('a style that one network alone knows is painted by that, whatever was chosen', () => {
  const meters = { tier: 'standard', coming: null } as const;
  const sentence = '“Café” was learned for Balanced, which paints it whatever is chosen here.';
  expect(note({ quality: 'fast', styleId: 'mine', meters })).toBe(sentence);
  expect(note({ quality: 'auto', mixStyleId: 'mine', meters })).toBe(sentence);
  expect(note({ quality: 'balanced', styleId: 'mine', meters })).toBeNull();
});
