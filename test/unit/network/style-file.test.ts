import { expect, test } from 'vitest';
import { readStyleFile } from '../../../src/network/style-file';
import { toErrorReport } from '../../../src/protocol/errors';
import { styleFiles } from '../../style-files';
import { TINY_SPEC } from './tiny-spec';

const NETWORK = { ...TINY_SPEC, weights: { bytes: 0, sha256: 'abc' } };
const ROWS = { 'first/gamma': [1.5, -2], 'first/beta': [0.25, 4] };

function read({ json, bin }: { readonly json: unknown; readonly bin: Buffer }) {
  return readStyleFile(json, Uint8Array.from(bin).buffer, [NETWORK]);
}

async function refusal(files: Parameters<typeof read>[0]) {
  return toErrorReport(await read(files).catch((error: unknown) => error));
}

test('a style has its title and the rows of every normalized layer', async () => {
  const { info, rows } = await read(styleFiles('abc', ROWS, { artist: 'Me', year: '2026' }));
  expect(info).toMatchObject({
    title: 'My Painting',
    artist: 'Me',
    year: '2026',
    licence: '',
    added: { tier: 'lite' },
  });
  expect(info.thumbnail).toMatch(/^data:image/);
  expect(rows).toEqual({
    network: 'abc',
    values: { 'first/gamma': Float32Array.of(1.5, -2), 'first/beta': Float32Array.of(0.25, 4) },
  });
});

test('the same painting learned twice gives two ids, the same file one', async () => {
  const idOf = async (rows: typeof ROWS) => (await read(styleFiles('abc', rows))).info.id;
  expect(await idOf(ROWS)).toBe(await idOf(ROWS));
  expect(await idOf({ ...ROWS, 'first/beta': [0, 0] })).not.toBe(await idOf(ROWS));
});

test('one of another network says how to get one of this', async () => {
  const { code, message } = await refusal(styleFiles('another', ROWS));
  expect(code).toBe('style-unsuitable');
  expect(message).toMatch(/“My Painting” was learned on top of another version .*train\.py --add/);
});

const FILES = styleFiles('abc', ROWS);

test.each([
  ['a bin that is cut off', { ...FILES, bin: FILES.bin.subarray(2) }],
  ['a bin with a wrong byte', { ...FILES, bin: Buffer.from(FILES.bin).fill(7, 3, 4) }],
  ['a layer that is missing', styleFiles('abc', { 'first/gamma': [1, 2] })],
  ['a layer of a wrong size', styleFiles('abc', { ...ROWS, 'first/beta': [1, 2, 3] })],
  ['values that are no numbers', styleFiles('abc', { ...ROWS, 'first/beta': [1, NaN] })],
  ['values without bounds', styleFiles('abc', { ...ROWS, 'first/beta': [1, Infinity] })],
  ['a manifest of nonsense', styleFiles('abc', ROWS, { weightsManifest: [null] })],
])('%s is damage', async (_what, files) => {
  const { code, message } = await refusal(files);
  expect(code).toBe('style-unsuitable');
  expect(message).toMatch(/^“My Painting” is damaged/);
});

test.each([
  ['nothing', null],
  ['a list', [1, 2]],
  ['a network', TINY_SPEC],
  ['one without a title', styleFiles('abc', ROWS, { title: '' }).json],
  ['one whose title is a number', styleFiles('abc', ROWS, { title: 7 }).json],
  ['one whose id is a path', styleFiles('abc', ROWS, { id: '../../x' }).json],
  ['one whose thumbnail is elsewhere', styleFiles('abc', ROWS, { thumbnail: 'https://x.test/y.png' }).json],
  ['one whose thumbnail is a drawing', styleFiles('abc', ROWS, { thumbnail: 'data:image/svg+xml,x' }).json],
])('%s is not a style', async (_what, json) => {
  const { code, message } = await refusal({ json, bin: FILES.bin });
  expect(code).toBe('style-unsuitable');
  expect(message).toMatch(/^This is not a style\. Choose the two files/);
});

test('one of a later version says so', async () => {
  const { message } = await refusal(styleFiles('abc', ROWS, { version: 2 }));
  expect(message).toMatch(/another version of Impasto/);
});
