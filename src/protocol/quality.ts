/** Network tiers, cheapest first; the folder names under models/. */
export const TIERS = ['lite', 'standard', 'johnson'] as const;
export type Tier = (typeof TIERS)[number];

/** What the networks are called: by the quality that asks for them. */
export const TIER_TITLES: Readonly<Record<Tier, string>> = {
  lite: 'Fast',
  standard: 'Balanced',
  johnson: 'Best',
};

export const QUALITIES = ['auto', 'fast', 'balanced', 'best'] as const;
export type Quality = (typeof QUALITIES)[number];

/** Long sides of the working size, in pixels; few, because backends cache by shape. */
export const SIZE_LADDER = [64, 128, 192, 256, 384, 512, 640, 960, 1280, 1920] as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}
