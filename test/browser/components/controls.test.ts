/** What single controls do beyond being there. */
import type { Locator, Page } from 'playwright';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StudioState } from '../../../src/studio/studio';
import { decodePng } from '../../png';
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

test('the wheel moves the strip of styles, however small its steps, and the page from its end on', async () => {
  await page.setViewportSize({ width: 640, height: 480 });
  await page.evaluate(() => {
    window.studio.goLive();
    // Which are below, so that there is something to scroll.
    window.studio.set({ media: window.media.CLIPS });
  });
  const strip = page.getByRole('listbox', { name: 'Styles' }).locator('..');
  const at = () =>
    strip.evaluate(({ scrollLeft, scrollWidth, clientWidth }) => ({
      strip: scrollLeft,
      left: scrollWidth - clientWidth - scrollLeft,
      page: scrollY,
    }));
  const turn = async (step: number) => {
    await page.mouse.wheel(0, step);
    // What is scrolled by the browser itself is so with the next frames.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
  };
  await strip.hover();
  await turn(4);
  expect(await at()).toMatchObject({ strip: 4, page: 0 });
  for (let step = 0; step < 20 && (await at()).left > 0; step++) await turn(100);
  expect(await at()).toMatchObject({ left: 0, page: 0 });
  await turn(100);
  expect(await at()).toMatchObject({ left: 0, page: 100 });
});

describe('in forced colours', () => {
  beforeEach(async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await page.evaluate(() => {
      const { EXPORTING } = window.media;
      const microphone = { ...EXPORTING.microphone, available: true, open: true };
      window.studio.goLive();
      window.studio.set({ media: { ...EXPORTING, microphone } });
      window.studio.prefer({ strength: 0.5 });
    });
  });

  /** The colours of an element at two shares of its width, at a share of its height. */
  async function colours(element: Locator, left: number, right: number, down = 0.5): Promise<string[]> {
    const { width, height, data } = decodePng(await element.screenshot());
    return [left, right].map((across) => {
      const at = (Math.floor(height * down) * width + Math.floor(width * across)) * 4;
      return data.subarray(at, at + 3).join(' ');
    });
  }

  test.each<readonly [string, () => Locator]>([
    ['an export', () => control('progressbar', 'Export progress')],
    ['a slider', () => control('slider', 'Strength')],
    ['the place in a video', () => control('slider', 'Position')],
    ['the microphone', () => control('meter', 'Microphone level')],
  ])('how far it is can be seen of %s', async (_, bar) => {
    const [done, left] = await colours(bar(), 0.1, 0.9);
    expect(done).not.toBe(left);
  });

  test.each<readonly [string, () => Promise<string[]>]>([
    ['the handles of the part to export', () => colours(control('slider', 'Start'), 0.0125, 0.1, 0.35)],
    ['the knob of a switch that is on', () => colours(control('switch', 'Mirror'), 0.6, 0.2)],
  ])('%s can be seen', async (_, look) => {
    const [handle, beside] = await look();
    expect(handle).not.toBe(beside);
  });
});
