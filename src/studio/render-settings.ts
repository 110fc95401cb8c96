import type { AddedStyle } from '../network/style-file';
import type { RenderSettings } from '../protocol/render';
import type { StyleMix } from '../protocol/style';
import type { Preferences } from './studio';

/** Two styles by their shares; one style where there is no second one. Added ones bring their rows along. */
export function styleMix(preferences: Preferences, added: readonly AddedStyle[] = []): StyleMix {
  const weights = shares(preferences);
  const { strength } = preferences;
  const rows = added
    .filter(({ info }) => info.id in weights)
    .map(({ info, rows }) => [info.id, rows] as const);
  return rows.length === 0 ? { weights, strength } : { weights, strength, rows: Object.fromEntries(rows) };
}

function shares({ styleId, mixStyleId, mixAmount }: Preferences): StyleMix['weights'] {
  if (mixStyleId === null || mixStyleId === styleId || mixAmount === 0) return { [styleId]: 1 };
  return { [styleId]: 1 - mixAmount, [mixStyleId]: mixAmount };
}

/** `camera`: whether the source is one; nothing else is ever mirrored. */
export function renderSettings(
  preferences: Preferences,
  compare: number,
  camera: boolean,
  added: readonly AddedStyle[] = [],
): RenderSettings {
  return {
    mix: styleMix(preferences, added),
    quality: preferences.quality,
    mirror: preferences.mirror && camera,
    compare,
    smoothing: preferences.smoothing,
  };
}
