import type { DecayingRate, LayerName, OptimizeSettings } from '../protocol/optimize';
import { clamp } from '../shared/clamp';
import type { PresetName } from './painting';
import type { PreferenceStorage } from './preferences';

const KEY = 'impasto.optimize';

const STYLE_LAYERS = {
  block1_conv1: 1,
  block2_conv1: 1,
  block3_conv1: 1,
  block4_conv1: 1,
  block5_conv1: 1,
} as const;

export const DEFAULT_SETTINGS: OptimizeSettings = {
  contentWeight: 1,
  styleWeight: 2,
  variationWeight: 10,
  contentLayer: 'block4_conv2',
  styleLayers: STYLE_LAYERS,
  optimizer: 'adam',
  adamRate: 0.02,
  sgdRate: { initial: 50, decay: 0.96, steps: 100 },
  iterations: 300,
  start: 'fast',
  colours: 'painting',
  levels: 2,
  longSide: 512,
};

type Weights = Pick<OptimizeSettings, 'contentWeight' | 'styleWeight' | 'variationWeight' | 'styleLayers'>;

/** From the photo with a hint of paint to paint with a hint of the photo. */
const PRESET_SETTINGS: Readonly<Record<PresetName, Weights>> = {
  faithful: { contentWeight: 1, styleWeight: 0.3, variationWeight: 5, styleLayers: STYLE_LAYERS },
  balanced: { contentWeight: 1, styleWeight: 2, variationWeight: 10, styleLayers: STYLE_LAYERS },
  painterly: { contentWeight: 1, styleWeight: 7, variationWeight: 10, styleLayers: STYLE_LAYERS },
  // The deep layers know of the large shapes of a painting.
  abstract: {
    contentWeight: 0.3,
    styleWeight: 30,
    variationWeight: 10,
    styleLayers: { ...STYLE_LAYERS, block4_conv1: 2, block5_conv1: 3 },
  },
};

export function presetSettings(preset: PresetName): Weights {
  return PRESET_SETTINGS[preset];
}

/** The preset that the settings are those of; null if none. */
export function presetOf(settings: OptimizeSettings): PresetName | null {
  const names = Object.keys(PRESET_SETTINGS) as PresetName[];
  return (
    names.find((name) => {
      const { styleLayers, ...weights } = PRESET_SETTINGS[name];
      return (
        Object.entries(weights).every(([key, value]) => settings[key as keyof OptimizeSettings] === value) &&
        sameLayers(settings.styleLayers, styleLayers)
      );
    }) ?? null
  );
}

function sameLayers(a: OptimizeSettings['styleLayers'], b: OptimizeSettings['styleLayers']): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<LayerName>;
  return [...names].every((name) => (a[name] ?? 0) === (b[name] ?? 0));
}

/** The largest weight of a loss. */
const MOST_WEIGHT = 10_000;
const LAYER = /^block[1-5]_conv[1-4]$/;

/**
 * `current` with those parts of `change` that make sense: numbers are limited to their ranges, what is unknown or of
 * a wrong type is passed over. `change` may come from anywhere.
 */
export function mergeSettings(current: OptimizeSettings, change: unknown): OptimizeSettings {
  const wanted = isRecord(change) ? change : {};
  const number = (key: keyof OptimizeSettings, low: number, high: number): number =>
    limited(wanted[key], low, high, current[key] as number);
  const choice = <T extends string>(value: unknown, choices: readonly T[], otherwise: T): T =>
    choices.find((known) => known === value) ?? otherwise;
  return {
    contentWeight: number('contentWeight', 0, MOST_WEIGHT),
    styleWeight: number('styleWeight', 0, MOST_WEIGHT),
    variationWeight: number('variationWeight', 0, MOST_WEIGHT),
    contentLayer: isLayer(wanted.contentLayer) ? wanted.contentLayer : current.contentLayer,
    styleLayers: mergeLayers(current.styleLayers, wanted.styleLayers),
    optimizer: choice(wanted.optimizer, ['adam', 'sgd', 'lbfgs'], current.optimizer),
    adamRate: number('adamRate', 1e-4, 1),
    sgdRate: mergeRate(current.sgdRate, wanted.sgdRate),
    iterations: Math.round(number('iterations', 50, 8000)),
    start: choice(wanted.start, ['fast', 'content', 'noise'], current.start),
    colours: choice(wanted.colours, ['painting', 'luminance', 'matched'], current.colours),
    levels: Math.round(number('levels', 1, 5)),
    longSide: Math.round(number('longSide', 64, 2048)),
  };
}

function mergeRate(current: DecayingRate, change: unknown): DecayingRate {
  if (!isRecord(change)) return current;
  return {
    initial: limited(change.initial, 1e-6, 1e4, current.initial),
    decay: limited(change.decay, 0.01, 1, current.decay),
    steps: Math.round(limited(change.steps, 1, 8000, current.steps)),
  };
}

function mergeLayers(
  current: OptimizeSettings['styleLayers'],
  change: unknown,
): OptimizeSettings['styleLayers'] {
  if (!isRecord(change)) return current;
  const layers = Object.entries(change).flatMap(([name, weight]) =>
    isLayer(name) && typeof weight === 'number' && weight > 0 ? [[name, clamp(weight, 0, 100)] as const] : [],
  );
  // Without a single layer there would be no style.
  return layers.length > 0 ? Object.fromEntries(layers) : current;
}

export function loadSettings(storage: PreferenceStorage): OptimizeSettings {
  try {
    return mergeSettings(DEFAULT_SETTINGS, JSON.parse(storage?.getItem(KEY) ?? 'null'));
  } catch {
    return DEFAULT_SETTINGS;
  }
}

export function saveSettings(storage: PreferenceStorage, settings: OptimizeSettings): void {
  try {
    storage?.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Storage is full or forbidden: the choices hold for this visit only.
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isLayer(value: unknown): value is LayerName {
  return typeof value === 'string' && LAYER.test(value);
}

function limited(value: unknown, low: number, high: number, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? clamp(value, low, high) : otherwise;
}
