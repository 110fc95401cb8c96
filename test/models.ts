/** The trained networks in models/, for tests that run in Node. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../scripts/paths';
import type { NetworkModel } from '../src/network/model';
import { parseNetworkSpec } from '../src/network/spec';
import { decodeWeights } from '../src/network/weights';
import { TIERS, type Tier } from '../src/protocol/quality';
import { goldensOf, type Golden, type GoldenIndex } from './goldens';

const file = (tier: Tier, name: string) => path.join(ROOT, 'models', tier, name);
const bytes = (tier: Tier, name: string) => new Uint8Array(readFileSync(file(tier, name))).buffer;
const json = (tier: Tier, name: string): unknown => JSON.parse(readFileSync(file(tier, name), 'utf8'));

/** The tiers that are there. */
export const TRAINED: readonly Tier[] = TIERS.filter((tier) => existsSync(file(tier, 'model.json')));

export function readModel(tier: Tier): NetworkModel {
  const spec = parseNetworkSpec(json(tier, 'model.json'));
  return { spec, weights: decodeWeights(spec, bytes(tier, 'weights.bin')) };
}

export function readGoldens(tier: Tier): Golden[] {
  return goldensOf(json(tier, 'goldens.json') as GoldenIndex, bytes(tier, 'goldens.bin'));
}
