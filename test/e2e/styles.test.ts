/** Styles that the user adds. On WASM: it is the fastest backend without a GPU. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseNetworkSpec } from '../../src/network/spec';
import { decodeWeights, requireWeight } from '../../src/network/weights';
import type { Tier } from '../../src/protocol/quality';
import { encodePng } from '../png';
import { picturePsnr } from '../psnr';
import { styleFiles } from '../style-files';
import { sharedBrowser } from '../shared-browser';
import { AppPage, COARSE } from './app-page';

const browser = sharedBrowser({ gpu: 'none' }, COARSE);

/** The files of a style that paints as one of ours does, because it has that one's numbers. */
function copyOf(title: string, change: Readonly<Record<string, unknown>> = {}, tier: Tier = 'lite') {
  const spec = parseNetworkSpec(JSON.parse(readFileSync(`models/${tier}/model.json`, 'utf8')));
  const weights = decodeWeights(spec, Uint8Array.from(readFileSync(`models/${tier}/weights.bin`)).buffer);
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

/** A style beside the one that is removed. When a visit shows it again, what earlier visits have left is on the page. */
async function addAnother(app: AppPage): Promise<void> {
  await add(app, copyOf('The Great Wave', { id: 'another-painting', title: 'Another Painting' }));
  await app.style('Another Painting').waitFor();
}

/** Reloads the page in the very moment in which "My Painting" goes from the list, as whoever closes it at once. */
async function reloadOnceRemoved(app: AppPage, remove: () => Promise<void>): Promise<void> {
  await app.style('My Painting').evaluate((option) => {
    const list = option.getRootNode();
    const look = () => !option.isConnected && location.reload();
    new MutationObserver(look).observe(list, { childList: true, subtree: true });
  });
  const reloaded = app.page.waitForEvent('load');
  await remove();
  await reloaded;
  await app.style('Another Painting').waitFor();
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

  await addAnother(app);
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

  await reloadOnceRemoved(app, async () => {
    await app.page.getByRole('button', { name: 'Remove My Painting' }).focus();
    await app.page.keyboard.press('Enter');
  });
  expect(await app.style('My Painting').count()).toBe(0);

  await app.chooseStyle('Another Painting');
  await expect.poll(() => isChosen(app, 'Another Painting')).toBe(true);
  await app.press('Remove Another Painting');
  await app.style('Another Painting').waitFor({ state: 'detached' });
  expect(await isChosen(app, 'Udnie')).toBe(true);
  expect(app.watched.errors).toEqual([]);
});

test('a style that the browser does not delete leaves the list, and it is said that it comes back', async () => {
  const app = await AppPage.open(browser, QUERY);
  await add(app, copyOf('The Scream'));
  await app.style('My Painting').waitFor();
  await app.page.evaluate(() => {
    IDBObjectStore.prototype.delete = () => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    };
  });
  await app.press('Remove My Painting');
  await app.alert.getByText('“My Painting” is gone from the list, but').waitFor();
  expect(await app.style('My Painting').count()).toBe(0);
  await app.page.reload();
  await app.press('Remove My Painting');
  await app.style('My Painting').waitFor({ state: 'detached' });
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

/** The largest network there is. */
const [TIER, TITLE] = existsSync('models/johnson/model.json')
  ? (['johnson', 'Best'] as const)
  : (['standard', 'Balanced'] as const);

describe.skipIf(!existsSync('models/standard/model.json'))(
  'a style of another network (needs models/standard)',
  () => {
    test('is painted by that one whatever the quality, is mixed with ours alone, and says so', async () => {
      const app = await AppPage.open(browser, QUERY);
      await openPicture(app);
      await app.quality(TITLE).check();
      await app.chooseStyle('The Scream');
      await app.untilShowing((text) => text.includes(`Painted by: ${TITLE}`));
      const scream = await app.settled();
      await app.quality('Fast').check();
      await app.untilShowing((text) => text.includes('Painted by: Fast'));
      expect(picturePsnr(await app.settled(), scream)).toBeLessThan(42);

      await add(app, copyOf('The Great Wave', { title: 'For Fast', id: 'fast' }));
      await app.style('For Fast').waitFor();
      await add(app, copyOf('The Scream', { title: `For ${TITLE}` }, TIER));
      await app.untilShowing((text) => text.includes(`Painted by: ${TITLE}`));
      expect(picturePsnr(await app.settled(), scream)).toBeGreaterThan(45);
      expect(await app.quality('Fast').isChecked()).toBe(true);
      await app.page.getByText(`“For ${TITLE}” was learned for ${TITLE}, which paints it`).waitFor();

      const options = app.page.getByRole('combobox', { name: 'Mix with', exact: true }).getByRole('option');
      const disabled = await options.evaluateAll((all) =>
        all.flatMap((option) => ((option as HTMLOptionElement).disabled ? [option.textContent] : [])),
      );
      expect(disabled).toEqual(['For Fast']);
      await app.mixWith('The Great Wave');
      await app.slide('Mix', 50);
      const mixed = await app.settled((picture) => picturePsnr(picture, scream) < 40);
      expect(await app.metersText()).toContain(`Painted by: ${TITLE}`);

      // What cannot be mixed any more is left out.
      await app.mixWith(`For ${TITLE}`);
      await app.chooseStyle('For Fast');
      await app.untilShowing((text) => text.includes('Painted by: Fast'));
      expect(await app.page.getByRole('combobox', { name: 'Mix with', exact: true }).inputValue()).toBe('');
      expect(picturePsnr(await app.settled(), mixed)).toBeLessThan(40);
      expect(app.watched.errors).toEqual([]);
    });
  },
);

test('a style whose network is gone stays, says why it cannot be painted in, and can be removed', async () => {
  const app = await AppPage.open(browser, QUERY);
  await addAnother(app);
  await add(app, copyOf('The Scream'));
  await expect.poll(() => isChosen(app, 'My Painting')).toBe(true);
  // As it is after the network was trained anew.
  await app.page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const database = await done(indexedDB.open('impasto-styles'));
    const transaction = database.transaction('styles', 'readwrite');
    const written = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = reject;
    });
    const store = transaction.objectStore('styles');
    const all = (await done(store.getAll())) as {
      style: { info: { id: string; title: string }; rows: { network: string } };
    }[];
    for (const kept of all.filter(({ style }) => style.info.title === 'My Painting')) {
      kept.style.rows.network = 'another';
      store.put(kept, kept.style.info.id);
    }
    await written;
  });
  await app.page.reload();
  await openPicture(app);
  expect(await isChosen(app, 'Udnie')).toBe(true);
  const before = await app.settled();
  expect(await app.style('My Painting').getAttribute('aria-disabled')).toBe('true');
  const mixable = app.page.getByRole('combobox', { name: 'Mix with', exact: true }).getByRole('option');
  expect(await mixable.allInnerTexts()).not.toContain('My Painting');

  const said = app.alert.getByText('“My Painting” was learned on top of a network that this version');
  await app.style('My Painting').click({ force: true });
  await said.waitFor();
  expect(await isChosen(app, 'Udnie')).toBe(true);
  expect(picturePsnr(await app.settled(), before)).toBe(Infinity);
  await app.chooseStyle('Another Painting');
  await said.waitFor({ state: 'detached' });
  await app.style('My Painting').click({ force: true });
  await said.waitFor();
  await app.press('Remove My Painting');
  await app.style('My Painting').waitFor({ state: 'detached' });
  await said.waitFor({ state: 'detached' });
  await app.page.reload();
  await app.style('Another Painting').waitFor();
  expect(await app.style('My Painting').count()).toBe(0);
  expect(app.watched.errors).toEqual([]);
});
