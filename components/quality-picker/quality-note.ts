import { TIER_TITLES } from '../../src/protocol/quality';
import type { StudioState } from '../../src/studio/studio';

/** What else there is to say of the chosen quality: which network paints, where that does not go without saying. */
export function qualityNote({ preferences, qualities, styles, meters }: StudioState): string | null {
  const { quality, styleId, mixStyleId } = preferences;
  const tier = qualities.find(({ id }) => id === quality)?.tier ?? null;
  const bound = styles.find(({ id, added }) => added && (id === styleId || id === mixStyleId));
  const only = bound?.added?.tier;
  if (meters?.coming) {
    return `${TIER_TITLES[meters.tier]} paints until ${TIER_TITLES[meters.coming]} is ready.`;
  }
  if (bound && only && only !== tier) {
    return `“${bound.title}” was learned for ${TIER_TITLES[only]}, which paints it whatever is chosen here.`;
  }
  return tier === null && meters ? `${TIER_TITLES[meters.tier]} paints at present.` : null;
}
