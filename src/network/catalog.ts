import type { Tier } from '../protocol/quality';
import type { StyleInfo } from '../protocol/style';
import type { NetworkSpec } from './spec';

/** What can be chosen, known without loading any weights. */
export interface Catalog {
  readonly tiers: readonly Tier[];
  readonly styles: readonly StyleInfo[];
  /** What a style that is added must fit. */
  readonly networks: readonly Pick<NetworkSpec, 'tier' | 'layers' | 'weights'>[];
}
