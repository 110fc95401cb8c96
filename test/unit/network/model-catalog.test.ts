import { expect, test } from 'vitest';
import { catalog } from '../../../src/network/model-catalog';

test('every style has its picture, and is known to every network', () => {
  expect(catalog.styles.filter(({ thumbnail }) => thumbnail === '').map(({ id }) => id)).toEqual([]);
  const ids = catalog.styles.map(({ id }) => id);
  for (const { tier, styles } of catalog.networks) expect(styles.map(({ id }) => id), tier).toEqual(ids);
});
