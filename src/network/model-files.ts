import type { Tier } from '../protocol/quality';
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
