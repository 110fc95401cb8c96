import { expect, test } from 'vitest';
import { catalog } from '../../../src/network/model-catalog';
import { readModel, TRAINED } from '../../models';

test('every style has its picture, and every network knows it', () => {
  expect(catalog.styles.filter(({ thumbnail }) => thumbnail === '').map(({ id }) => id)).toEqual([]);
  const ids = catalog.styles.map(({ id }) => id);
  for (const tier of TRAINED)
    expect(
      readModel(tier).spec.styles.map(({ id }) => id),
      tier,
    ).toEqual(ids);
});
