import { TIERS, type Tier } from '../protocol/quality';
import type { StyleMix } from '../protocol/style';
import type { ModelFiles } from './model';
import type { NetworkSpec } from './spec';

const specs = import.meta.glob<NetworkSpec>('../../models/{lite,standard,johnson}/model.json', {
  eager: true,
  import: 'default',
});
const weightUrls = import.meta.glob<string>('../../models/{lite,standard,johnson}/weights.bin', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** The trained tiers of this build and where their weights are. For the worker. */
export const modelFiles: ReadonlyMap<Tier, ModelFiles> = new Map(
  Object.entries(specs).flatMap(([path, spec]) => {
    const weightsUrl = weightUrls[path.replace('model.json', 'weights.bin')];
    return weightsUrl === undefined ? [] : [[spec.tier, { spec, weightsUrl }] as const];
  }),
);

/** The trained tiers, cheapest first. */
export const trainedTiers: readonly Tier[] = TIERS.filter((tier) => modelFiles.has(tier));

/** The network that alone can paint a mix, because of styles that were added to it; null if any can. */
export function onlyNetwork({ weights, rows = {} }: StyleMix): Tier | null {
  const needed = Object.entries(rows).find(([id]) => (weights[id] ?? 0) > 0)?.[1].network;
  return trainedTiers.find((tier) => modelFiles.get(tier)?.spec.weights.sha256 === needed) ?? null;
}
