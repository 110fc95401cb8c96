import type { OptimizeSettings } from '../protocol/optimize';
import type { PaintingState } from './painting';

/** What a run was begun with, as its files tell it. */
export interface PaintingRecipe {
  readonly settings: OptimizeSettings;
  readonly styles: readonly { readonly id: string; readonly title: string; readonly weight: number }[];
  /** The name of the network that judged. */
  readonly network: string;
  readonly masked: boolean;
}

/** What a run would be begun with now. */
export function recipeOf({ settings, styles, network, masking, mask }: PaintingState): PaintingRecipe {
  return {
    settings,
    styles: styles.map(({ style, weight }) => ({ id: style.id, title: style.title, weight })),
    network: network.used === 'own' ? (network.own?.name ?? 'own') : network.used,
    masked: masking && mask !== null,
  };
}
