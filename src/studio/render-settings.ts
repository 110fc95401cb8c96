import type { RenderSettings } from '../protocol/render';
import type { StyleMix } from '../protocol/style';
import type { Preferences } from './studio';

/** Two styles by their shares; one style where there is no second one. */
export function styleMix({ styleId, mixStyleId, mixAmount, strength }: Preferences): StyleMix {
  if (mixStyleId === null || mixStyleId === styleId || mixAmount === 0) {
    return { weights: { [styleId]: 1 }, strength };
  }
  return { weights: { [styleId]: 1 - mixAmount, [mixStyleId]: mixAmount }, strength };
}

/** `camera`: whether the source is one; nothing else is ever mirrored. */
export function renderSettings(preferences: Preferences, compare: number, camera: boolean): RenderSettings {
  return {
    mix: styleMix(preferences),
    quality: preferences.quality,
    mirror: preferences.mirror && camera,
    compare,
    smoothing: preferences.smoothing,
  };
}
