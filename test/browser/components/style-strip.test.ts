/** The strip of styles where the user has added one. */
import type { Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import { axeProblems } from './axe';
import { useComponentPage } from './component-page';

const components = useComponentPage();
let page: Page;

function button(name: string): Locator {
  return components.control('button', name);
}

/** Opens the page with two styles behind ours that the user has added; the network of the last is gone. */
async function open(width: number, height: number): Promise<void> {
  page = await components.open({ viewport: { width, height }, reducedMotion: 'reduce' });
  await page.evaluate(() => {
    const { styles } = window.studio.state;
    const [first] = styles;
    if (first)
      window.studio.set({
        styles: [
          ...styles,
          { ...first, id: 'mine', title: 'Mine', added: { tier: 'lite' } },
          { ...first, id: 'gone', title: 'Gone', added: { tier: null } },
        ],
      });
  });
  await button('Remove Mine').waitFor();
}

async function calls(): Promise<unknown[][]> {
  return (await components.calls()).filter(([name]) => String(name).endsWith('Style'));
}

test('a style is removed by the keyboard, and the focus stays in the strip', async () => {
  await open(1280, 800);
  await page.getByRole('option', { name: 'The Starry Night', exact: true }).first().focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await calls()).toEqual([['removeStyle', 'mine']]);
  expect(await button('Add style').evaluate((element) => element.matches(':focus'))).toBe(true);
});

test('one whose network is gone is passed by the arrow keys, and asked for when it is pressed', async () => {
  await open(1280, 800);
  const gone = page.getByRole('option', { name: 'Gone', exact: true }).first();
  expect(await gone.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('option', { name: 'Mine', exact: true }).first().focus();
  await page.keyboard.press('ArrowRight');
  expect(await gone.evaluate((element) => element.matches(':focus'))).toBe(true);
  expect(await components.calls()).toEqual([]);
  await page.keyboard.press('Enter');
  expect(await components.calls()).toEqual([['prefer', { styleId: 'gone' }]]);
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
    expect(await axeProblems(page)).toEqual([]);
    for (const name of ['Remove Mine', 'Add style']) {
      await button(name).scrollIntoViewIfNeeded();
      const box = await button(name).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(24);
      await button(name).click({ trial: true });
    }
  },
);
