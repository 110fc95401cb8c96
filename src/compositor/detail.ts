/**
 * The camera's own fine detail, what the working size cannot hold: original − ingest. At strength
 * 0 all of it is added, which gives the original back; at full strength this share of it, soft-limited
 * so that no ghost of the photo shines through the paint.
 */
export const DETAIL_SHARE = 0.35;

/** Limit of the added detail at full strength, of 0…1. */
export const DETAIL_LIMIT = 0.12;

/** Strength up to which the original is blended in, so that bypassing the network at 0 makes no jump. */
export const BLEND_IN = 0.12;

/** Factor on the detail at a strength. */
export function detailGain(strength: number): number {
  return 1 + (DETAIL_SHARE - 1) * strength;
}

/** Share of the composite (the rest is the original) at a strength. */
export function compositeShare(strength: number): number {
  const x = Math.min(1, Math.max(0, strength / BLEND_IN));
  return x * x * (3 - 2 * x);
}
