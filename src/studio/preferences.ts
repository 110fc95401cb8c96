import type { Catalog } from '../network/catalog';
import { QUALITIES, type Quality } from '../protocol/quality';
import { canMix, type StyleInfo } from '../protocol/style';
import { clamp } from '../shared/clamp';
import { isAvailable } from './qualities';
import type { Preferences } from './studio';

const KEY = 'impasto.preferences';

/** Where preferences are kept; `localStorage`, or null where the browser forbids it. */
export type PreferenceStorage = Pick<Storage, 'getItem' | 'setItem'> | null;

/** What a new visitor gets; `wide`: the window has room for the panel beside the stage. */
export function defaultPreferences(catalog: Catalog, wide: boolean): Preferences {
  return {
    styleId: catalog.styles[0]?.id ?? '',
    mixStyleId: null,
    mixAmount: 0,
    strength: 1,
    smoothing: 0.5,
    quality: 'auto',
    mirror: true,
    metersOpen: wide,
    panelOpen: wide,
    singleKeys: true,
  };
}

/**
 * `current` with those parts of `change` that can be had: shares are limited to 0…1, unknown
 * styles, those that no network knows, qualities and values of a wrong type are passed over; so is a second
 * style that cannot be mixed with the first. `change` may come from anywhere.
 */
export function mergePreferences(current: Preferences, change: unknown, catalog: Catalog): Preferences {
  const wanted = isRecord(change) ? change : {};
  const known = (id: unknown): id is string => paintable(catalog, id) !== undefined;
  const { styleId, mixStyleId, mixAmount, strength, smoothing, quality } = wanted;
  const { mirror, metersOpen, panelOpen, singleKeys } = wanted;
  const first = known(styleId) ? styleId : current.styleId;
  const second = known(mixStyleId) || mixStyleId === null ? mixStyleId : current.mixStyleId;
  return {
    styleId: first,
    mixStyleId: goTogether(paintable(catalog, first), paintable(catalog, second)) ? second : null,
    mixAmount: share(mixAmount, current.mixAmount),
    strength: share(strength, current.strength),
    smoothing: share(smoothing, current.smoothing),
    quality: isQuality(quality) && isAvailable(quality, catalog) ? quality : current.quality,
    mirror: flag(mirror, current.mirror),
    metersOpen: flag(metersOpen, current.metersOpen),
    panelOpen: flag(panelOpen, current.panelOpen),
    singleKeys: flag(singleKeys, current.singleKeys),
  };
}

/** The preferences of the last visit, or `defaults` where there are none that still hold. */
export function loadPreferences(
  storage: PreferenceStorage,
  defaults: Preferences,
  catalog: Catalog,
): Preferences {
  try {
    const stored = storage?.getItem(KEY) ?? null;
    return stored === null ? defaults : mergePreferences(defaults, JSON.parse(stored), catalog);
  } catch {
    return defaults;
  }
}

export function savePreferences(storage: PreferenceStorage, preferences: Preferences): void {
  try {
    storage?.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is full or forbidden: the choices hold for this visit only.
  }
}

function paintable({ styles }: Catalog, id: unknown): StyleInfo | undefined {
  return styles.find((style) => style.id === id && style.added?.tier !== null);
}

function goTogether(first: StyleInfo | undefined, second: StyleInfo | undefined): boolean {
  return first === undefined || second === undefined || canMix(first, second);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isQuality(value: unknown): value is Quality {
  return QUALITIES.some((quality) => quality === value);
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function share(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? clamp(value, 0, 1) : otherwise;
}
