/** Styles that the user adds. On WASM: it is the fastest backend without a GPU. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseNetworkSpec } from '../../src/network/spec';
import { decodeWeights, requireWeight } from '../../src/network/weights';
import { launchBrowser } from '../browser-launch';
import { encodePng } from '../png';
import { picturePsnr } from '../psnr';
import { styleFiles } from '../style-files';
import { AppPage } from './app-page';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'none' });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(() => browser.close());

/** The files of a style that paints as one of ours does, because it has that one's numbers. */
function copyOf(title: string, change: Readonly<Record<string, unknown>> = {}) {
  const spec = parseNetworkSpec(JSON.parse(readFileSync('models/lite/model.json', 'utf8')));
  const weights = decodeWeights(spec, Uint8Array.from(readFileSync('models/lite/weights.bin')).buffer);
  const row = spec.styles.find((style) => style.title === title)?.row ?? NaN;
  const rows = spec.layers
    .filter(({ norm }) => norm)
    .flatMap(({ name, out }) =>
      [`${name}/gamma`, `${name}/beta`].map((table) => {
        const { data } = requireWeight(weights, table, (spec.styles.length + 1) * out);
        return [table, data.subarray(row * out, (row + 1) * out)] as const;
      }),
    );
  return styleFiles(spec.weights.sha256, Object.fromEntries(rows), change);
}

async function add(app: AppPage, { json, bin }: ReturnType<typeof copyOf>): Promise<void> {
  await app.open('Add style', [
    { name: 'style.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(json)) },
    { name: 'style.bin', mimeType: 'application/octet-stream', buffer: bin },
  ]);
}

async function openPicture(app: AppPage): Promise<void> {
  const buffer = encodePng(320, 240, (x, y) => [
    128 + 100 * Math.sin(x / 20),
    128 + 100 * Math.sin(y / 15),
    128 + 100 * Math.sin((x + y) / 25),
  ]);
  await app.open('Open picture', { name: 'picture.png', mimeType: 'image/png', buffer });
  await app.untilPainting();
}

async function isChosen(app: AppPage, title: string): Promise<boolean> {
  return (await app.style(title).getAttribute('aria-selected')) === 'true';
}

const QUERY = '?backend=wasm&size=64';

test('a style that is added paints, is there the next time, and can be removed', async () => {
  const app = await AppPage.open(browser, QUERY);
  await openPicture(app);
  await app.chooseStyle('The Scream');
  const scream = await app.settled();
  await app.chooseStyle('The Great Wave');
  const wave = await app.settled();
  expect(picturePsnr(wave, scream)).toBeLessThan(30);

  await add(app, copyOf('The Scream'));
  await app.style('My Painting').waitFor();
  await expect.poll(() => isChosen(app, 'My Painting')).toBe(true);
  const mine = await app.settled((picture) => picturePsnr(picture, wave) < 30);
  expect(picturePsnr(mine, scream)).toBeGreaterThan(45);

  await app.page.reload();
  await app.style('My Painting').waitFor();
  await expect.poll(() => isChosen(app, 'My Painting')).toBe(true);
  await openPicture(app);
  expect(picturePsnr(await app.settled(), scream)).toBeGreaterThan(45);

  // "Paint this frame" knows paintings only; it opens with one of those.
  await app.press('Paint this frame');
  await app.page.getByRole('button', { name: 'Use my own picture' }).waitFor();
  expect(await app.style('My Painting').count()).toBe(0);
  expect(await isChosen(app, 'Udnie')).toBe(true);
  await app.page.keyboard.press('Escape');

  await app.page.getByRole('button', { name: 'Remove My Painting' }).focus();
  await app.page.keyboard.press('Enter');
  await app.style('My Painting').waitFor({ state: 'detached' });
  expect(await isChosen(app, 'Udnie')).toBe(true);
  await app.page.reload();
  await app.style('The Scream').waitFor();
  await app.page.waitForTimeout(500);
  expect(await app.style('My Painting').count()).toBe(0);
  expect(app.watched.errors).toEqual([]);
});

test('files that are no style, or damaged, end in a sentence and change nothing', async () => {
  const app = await AppPage.open(browser, QUERY);
  const files = copyOf('The Scream');
  await add(app, { ...files, bin: Buffer.from(files.bin).fill(0, 100, 102) });
  await app.alert.getByText('“My Painting” is damaged').waitFor();
  await add(app, copyOf('The Scream', { model: 'another' }));
  await app.alert.getByText('learned on top of another version of the network').waitFor();
  await app.open('Add style', { name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{') });
  await app.alert.getByText('Choose the two files style.json and style.bin').waitFor();
  expect(await app.style('My Painting').count()).toBe(0);
  expect(app.watched.errors).toEqual([]);
});
