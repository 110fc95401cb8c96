/** What single controls do beyond being there. */
import type { Page } from 'playwright';
import { beforeEach, expect, test } from 'vitest';
import { axeProblems } from './axe';
import { useComponentPage } from './component-page';

const { open, control, calls } = useComponentPage();
let page: Page;

beforeEach(async () => {
  page = await open({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
});

test('shortcuts of a single character can be switched off, the others stay', async () => {
  await page.evaluate(() => window.studio.goLive());
  const help = control('dialog', 'Keyboard shortcuts');
  await page.keyboard.press('?');
  await control('switch', 'Single-key shortcuts').click();
  expect(await calls()).toEqual([['prefer', { singleKeys: false }]]);
  expect(await axeProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.locator('impasto-stage').focus();
  for (const key of ['1', 's', 'r', 'M', '?', 'Space']) await page.keyboard.press(key);
  expect(await calls()).toEqual([['pause']]);
  expect(await help.count()).toBe(0);
});
