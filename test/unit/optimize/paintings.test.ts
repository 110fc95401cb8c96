import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalog } from '../../../src/network/model-catalog';

interface Manifest {
  readonly network: string;
  readonly weights: { readonly sha256: string };
  readonly styles: readonly { readonly id: string }[];
}

function manifest(name: string): Manifest {
  const url = new URL(`../../../models/perceptual/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Manifest;
}

test('what is known of the paintings was computed with the network that is here', () => {
  expect(manifest('paintings').network).toBe(manifest('model').weights.sha256);
});

test('every style of the catalogue is among them', () => {
  const known = manifest('paintings').styles.map(({ id }) => id);
  for (const { id } of catalog.styles) expect(known).toContain(id);
});
