/** What single controls do beyond being there. */
import type { Page } from 'playwright';
import { beforeEach, expect, test } from 'vitest';
import type { StudioState } from '../../../src/studio/studio';
import { axeProblems } from './axe';
import { useComponentPage } from './component-page';

const { open, control, calls } = useComponentPage();
let page: Page;

beforeEach(async () => {
  page = await open({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
});

async function set(change: Partial<StudioState>): Promise<void> {
  await page.evaluate((state) => window.studio.set(state), change);
}

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

test('a style that is chosen to mix with is seen: nothing of it becomes half, and any share stays', async () => {
  const mix = control('combobox', 'Mix with');
  await page.evaluate(() => window.studio.prefer({ mixAmount: 0 }));
  await calls();
  await mix.selectOption({ label: 'The Kiss' });
  expect(await calls()).toEqual([['prefer', { mixStyleId: 'the-kiss', mixAmount: 0.5 }]]);
  await control('slider', 'Mix').fill('20');
  await mix.selectOption({ label: 'Udnie' });
  await mix.selectOption('None');
  expect(await calls()).toEqual([
    ['prefer', { mixAmount: 0.2 }],
    ['prefer', { mixStyleId: 'udnie' }],
    ['prefer', { mixStyleId: null }],
  ]);
});

test.each([
  ['none has run yet', null],
  ['the last one was unplugged', 'gone'],
])('the camera is left to the browser where %s, until one is chosen', async (_, cameraId) => {
  const camera = control('combobox', 'Camera');
  await set({ cameraId });
  expect(await camera.locator('option').allTextContents()).toEqual([
    'Default camera',
    'FaceTime HD Camera',
    'Camera 2',
  ]);
  expect(await camera.inputValue()).toBe('');
  await control('button', 'Start camera').click();
  expect(await calls()).toEqual([['startCamera', undefined]]);
  await camera.selectOption('back');
  expect(await camera.locator('option').allTextContents()).toEqual(['FaceTime HD Camera', 'Camera 2']);
  expect(await camera.inputValue()).toBe('back');
  await control('button', 'Start camera').click();
  expect(await calls()).toEqual([['startCamera', 'back']]);
});
