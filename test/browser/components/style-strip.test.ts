/** The strip of styles where the user has added one. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser, moduleUrl, newPage, type WatchedPage } from '../../browser-launch';
import type {} from './page';

let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'none' });
});
afterAll(() => browser.close());
afterEach(async () => {
  expect(watched.errors).toEqual([]);
  await page.context().close();
});

function button(name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Opens the page with a style behind ours that the user has added. */
async function open(width: number, height: number): Promise<void> {
  watched = await newPage(browser, { viewport: { width, height }, reducedMotion: 'reduce' });
  page = watched.page;
  await page.goto(moduleUrl('/test/browser/components/page.html'));
  await page.waitForFunction(() => window.studio.canvases.length > 0);
  await page.evaluate(() => {
    const { styles } = window.studio.state;
    const [first] = styles;
    if (first)
      window.studio.set({
        styles: [...styles, { ...first, id: 'mine', title: 'Mine', added: { tier: 'lite' } }],
      });
  });
  await button('Remove Mine').waitFor();
}

async function calls(): Promise<unknown[][]> {
  const all = await page.evaluate(() => window.studio.calls.splice(0));
  return all.filter(([name]) => name.endsWith('Style'));
}

test('a style is removed by the keyboard, and the focus stays in the strip', async () => {
  await open(1280, 800);
  await page.getByRole('option', { name: 'The Starry Night', exact: true }).first().focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await calls()).toEqual([['removeStyle', 'mine']]);
  expect(await button('Add style').evaluate((element) => element.matches(':focus'))).toBe(true);
});

test('both files of a style are chosen at once', async () => {
  await open(1280, 800);
  const chooser = page.waitForEvent('filechooser');
  await button('Add style').press('Enter');
  const file = { name: 'style.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
  await (await chooser).setFiles([file, { ...file, name: 'style.bin' }]);
  expect(await calls()).toEqual([['addStyle', ['style.json', 'style.bin']]]);
});

test.each([
  [1280, 800],
  [360, 740],
  [740, 360],
])(
  'at %i × %i axe finds nothing, every option has a name, and both buttons can be touched',
  async (...size) => {
    await open(...size);
    expect(await page.getByRole('option', { name: 'Mine', exact: true }).count()).toBeGreaterThan(0);
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const problems = await page.evaluate(async () => (await window.axe.run()).violations.map(({ id }) => id));
    expect(problems).toEqual([]);
    for (const name of ['Remove Mine', 'Add style']) {
      await button(name).scrollIntoViewIfNeeded();
      const box = await button(name).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(24);
      await button(name).click({ trial: true });
    }
  },
);
