import { TIERS } from '../protocol/quality';
import type { Catalog } from './catalog';
import type { NetworkSpec } from './spec';

const specs = import.meta.glob<NetworkSpec>('../../models/{lite,standard,johnson}/model.json', {
  eager: true,
  import: 'default',
});
const thumbnails = import.meta.glob<string>('../../models/{lite,standard,johnson}/thumbnails/*.webp', {
  eager: true,
  query: '?url',
  import: 'default',
});

const byTier = new Map(Object.entries(specs).map(([path, spec]) => [spec.tier, { path, spec }]));
const tiers = TIERS.filter((tier) => byTier.has(tier));
const first = tiers[0] === undefined ? undefined : byTier.get(tiers[0]);

/** The trained tiers and styles of this build. All tiers share their styles. For the main thread. */
export const catalog: Catalog = {
  tiers,
  styles: (first?.spec.styles ?? []).map(({ id, title, artist, year, licence, thumbnail }) => ({
    id,
    title,
    artist,
    year,
    licence,
    thumbnail: thumbnails[(first?.path ?? '').replace('model.json', thumbnail)] ?? '',
  })),
  networks: [...byTier.values()].map(({ spec }) => spec),
};
