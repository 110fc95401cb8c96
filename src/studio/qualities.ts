import type { Catalog } from '../network/catalog';
import type { Quality, Tier } from '../protocol/quality';
import type { QualityChoice } from './studio';

interface QualityText {
  readonly id: Quality;
  readonly title: string;
  /** The network it paints with; null: whichever fits. */
  readonly tier: Tier | null;
  readonly description: string;
}

const TEXTS: readonly QualityText[] = [
  {
    id: 'auto',
    title: 'Auto',
    tier: null,
    description: 'Picks the network and the size that keep up on this machine.',
  },
  {
    id: 'fast',
    title: 'Fast',
    tier: 'lite',
    description: 'The small network: for phones, small graphics cards and no card at all.',
  },
  {
    id: 'balanced',
    title: 'Balanced',
    tier: 'standard',
    description: 'The middle network: closer to the painting, for most graphics cards.',
  },
  {
    id: 'best',
    title: 'Best',
    tier: 'johnson',
    description: 'The large network: for fast graphics cards, pictures and exports.',
  },
];

/** Every quality, and whether this build has the weights for it. */
export function qualityChoices(catalog: Catalog): readonly QualityChoice[] {
  return TEXTS.map(({ id, title, tier, description }) => {
    const available = isAvailable(id, catalog);
    return {
      id,
      title,
      tier,
      available,
      description: available ? description : 'Not trained yet: this build has no weights for it.',
    };
  });
}

/** The network that a quality paints with; null: whichever fits. */
export function tierOf(quality: Quality): Tier | null {
  return TEXTS.find(({ id }) => id === quality)?.tier ?? null;
}

export function isAvailable(quality: Quality, catalog: Catalog): boolean {
  const tier = tierOf(quality);
  return tier === null || catalog.tiers.includes(tier);
}
