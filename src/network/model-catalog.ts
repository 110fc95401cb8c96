import { TIERS } from '../protocol/quality';
import type { Catalog } from './catalog';
import type { NetworkSpec } from './spec';

const specs = import.meta.glob<NetworkSpec>('../../models/{lite,standard,johnson}/model.json', {
  eager: true,
  import: 'default',
});
/** Those of the network that everybody loads: one set is enough. */
const thumbnails = import.meta.glob<string>('../../models/lite/thumbnails/*.webp', {
  eager: true,
  query: '?url',
  import: 'default',
});

const byTier = new Map(Object.values(specs).map((spec) => [spec.tier, spec]));
const tiers = TIERS.filter((tier) => byTier.has(tier));
const first = tiers[0] === undefined ? undefined : byTier.get(tiers[0]);

/** The trained tiers and styles of this build. All tiers share their styles. For the main thread. */
export const catalog: Catalog = {
  tiers,
  styles: (first?.styles ?? []).map(({ id, title, artist, year, licence, thumbnail }) => ({
    id,
    title,
    artist,
    year,
    licence,
    thumbnail: thumbnails[`../../models/lite/${thumbnail}`] ?? '',
  })),
  networks: [...byTier.values()],
};
