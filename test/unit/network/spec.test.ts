import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths';
import { parseNetworkSpec, type LayerSpec } from '../../../src/network/spec';
import { layer, TINY_SPEC } from './tiny-spec';

const MODELS = path.join(ROOT, 'models');
const files = readdirSync(MODELS)
  .map((name) => path.join(MODELS, name, 'model.json'))
  .filter((file) => readFileSync(file, 'utf8').includes('impasto-network'));

test.each(files)('the spec of this build parses: %s', (file) => {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  expect(parseNetworkSpec(json)).toBe(json);
});

test('every network of this build knows the same styles', () => {
  const styles = files.map((file) =>
    parseNetworkSpec(JSON.parse(readFileSync(file, 'utf8'))).styles.map(({ id }) => id),
  );
  for (const ids of styles) expect(ids).toEqual(styles[0]);
});

test('a small one parses', () => {
  expect(parseNetworkSpec(TINY_SPEC)).toBe(TINY_SPEC);
});

describe('what is no spec is refused, with a reason', () => {
  test.each([
    ['null', null],
    ['a string', 'impasto-network'],
    ['another format', { ...TINY_SPEC, format: 'onnx' }],
    ['a later version', { ...TINY_SPEC, version: 2 }],
  ])('%s', (_, json) => {
    expect(() => parseNetworkSpec(json)).toThrow('not an impasto-network of version 1');
  });

  test.each([
    ['no layers', { layers: [] }, 'no layers'],
    ['layers that are no list', { layers: {} }, 'no layers'],
    ['no styles', { styles: [] }, 'no styles'],
    ['an identity in the row of a style', { identityRow: 0 }, 'the rows are 0, 0, 2'],
    ['an identity beyond the table', { identityRow: 3 }, 'the rows are 0, 2, 3'],
    ['no identity', { identityRow: undefined }, 'the rows are'],
    [
      'two styles in one row',
      { styles: TINY_SPEC.styles.map((style) => ({ ...style, row: 0 })) },
      'the rows are',
    ],
  ])('%s', (_, change, message) => {
    expect(() => parseNetworkSpec({ ...TINY_SPEC, ...change })).toThrow(message);
  });

  const wrong: [string, LayerSpec[], string][] = [
    ['a first layer that takes no RGB', [layer('a', 4, 3)], 'layer a takes 4 channels, gets 3'],
    ['layers that do not fit', [layer('a', 3, 8), layer('b', 4, 3)], 'layer b takes 4 channels, gets 8'],
    ['an even kernel', [layer('a', 3, 3, { kernel: 4 })], 'layer a has an even kernel'],
    ['a residual from nowhere', [layer('a', 3, 3, { residual: 'z' })], 'layer a adds z, which does not fit'],
    ['a residual of itself', [layer('a', 3, 3, { residual: 'a' })], 'layer a adds a, which does not fit'],
    [
      'a residual of another width',
      [layer('a', 3, 8), layer('b', 8, 3, { residual: 'a' })],
      'layer b adds a, which does not fit',
    ],
    ['an end that is no RGB', [layer('a', 3, 4)], 'the last layer gives 4 channels, not 3'],
    [
      'a depth-to-space that gives no RGB',
      [layer('a', 3, 16, { depthToSpace: 2 })],
      'the last layer gives 4 channels, not 3',
    ],
  ];
  test.each(wrong)('%s', (_, layers, message) => {
    expect(() => parseNetworkSpec({ ...TINY_SPEC, layers })).toThrow(message);
  });
});
