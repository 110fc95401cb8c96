import type { Tier } from '../protocol/quality';
import type { StyleInfo } from '../protocol/style';

/** What can be chosen, known without loading any weights. */
export interface Catalog {
  readonly tiers: readonly Tier[];
  readonly styles: readonly StyleInfo[];
}
