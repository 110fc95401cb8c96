/** What the controls do, in the production build. On WASM: it is the fastest backend without a GPU. */
import { describe, expect, test } from 'vitest';
import { picturePsnr } from '../psnr';
import { sharedBrowser } from '../shared-browser';
import { AppPage, COARSE } from './app-page';

const browser = sharedBrowser({ gpu: 'none' }, COARSE);

async function scene(query = '?size=64', options = {}): Promise<AppPage> {
  const app = await AppPage.open(browser, query, options);
  await app.start('Try the sample scene');
  return app;
}

test.each([1, 2])(
  'a picture has the resolution of the display, %d device pixels a CSS pixel',
  async (ratio) => {
    const app = await scene('?size=64', { deviceScaleFactor: ratio });
    const { width, height } = await app.takePicture();
    const box = await app.page.getByRole('img', { name: 'Stylized video' }).boundingBox();
    if (!box) throw new Error('no canvas');
    const scale = Math.min((box.width * ratio) / 960, (box.height * ratio) / 540);
    expect(Math.abs(width - 960 * scale)).toBeLessThanOrEqual(2);
    expect(Math.abs(height - 540 * scale)).toBeLessThanOrEqual(2);
  },
);

test('a picture keeps the resolution of a window that was made smaller', async () => {
  const app = await scene();
  await app.press('Pause');
  const before = await app.takePicture();
  await app.page.setViewportSize({ width: 700, height: 500 });
  const after = await app.settled((picture) => picture.width !== before.width);
  expect(after.width).toBeLessThan(before.width);
  expect(Math.abs(after.width / after.height - 960 / 540)).toBeLessThan(0.01);
});

describe('the address forces', () => {
  test.each([
    ['?backend=cpu&size=64', 'Backend: CPU', 'Working size: 64 × 36'],
    ['?backend=wasm&size=128', 'Backend: WASM', 'Working size: 128 × 72'],
    ['?size=100', 'Backend: WASM', 'Working size: 128 × 72'],
    ['?backend=nonsense&size=nonsense', 'Backend: WASM', 'Working size: '],
  ])('%s', async (query, backend, size) => {
    const app = await scene(query);
    expect(await app.metersText()).toContain(backend);
    expect(await app.metersText()).toContain(size);
  });

  test('a backend that is not there: that is said, with a way on', async () => {
    const app = await AppPage.open(browser, '?backend=webgpu');
    await app.press('Try the sample scene');
    await app.alert.filter({ hasText: 'WebGPU was asked for in the address' }).waitFor();
    expect(await app.alert.innerText()).toContain('Remove that from the address');
  });
});

test('choices are remembered: style, strength, quality, mirror and meters', async () => {
  const app = await scene();
  const { page } = app;
  const mirror = page.getByRole('switch', { name: 'Mirror' });
  const fast = page.getByRole('radio', { name: 'Fast', exact: true });
  await app.chooseStyle('The Scream');
  await app.slide('Strength', 40);
  await fast.check();
  await mirror.click();
  await page.keyboard.press('m');
  await app.meters.waitFor({ state: 'hidden' });
  await page.reload();
  await page.getByRole('button', { name: 'Try the sample scene' }).click();
  await page.getByRole('button', { name: 'Take picture', exact: true }).waitFor();
  expect(await app.style('The Scream').getAttribute('aria-selected')).toBe('true');
  expect(await app.slider('Strength').inputValue()).toBe('40');
  expect(await fast.isChecked()).toBe(true);
  expect(await mirror.isChecked()).toBe(false);
  expect(await app.meters.isVisible()).toBe(false);
});

describe('styles', () => {
  test('are switched without loading anything, and the very next picture has the new one', async () => {
    const app = await scene();
    await app.press('Pause');
    const asked = app.watched.requests.length;
    const titles = await app.page.getByRole('listbox', { name: 'Styles' }).getByRole('option').all();
    expect(titles.length).toBeGreaterThanOrEqual(8);
    let before = await app.takePicture();
    for (const option of titles.slice(1, 4)) {
      await option.click();
      const after = await app.takePicture();
      expect(picturePsnr(after, before)).toBeLessThan(25);
      before = after;
    }
    expect(app.watched.requests.slice(asked).filter((url) => !url.startsWith('blob:'))).toEqual([]);
  });

  test('take effect while live, within a few frames', async () => {
    const app = await scene();
    await app.chooseStyle('The Scream');
    await app.page.waitForTimeout(1000);
    const before = await app.takePicture();
    await app.chooseStyle('The Great Wave');
    const after = await app.takePicture();
    const later = await app.takePicture();
    expect(picturePsnr(after, before)).toBeLessThan(picturePsnr(after, later));
  });
});

describe('the keyboard', () => {
  test('number keys choose styles', async () => {
    const app = await scene();
    const options = await app.page.getByRole('listbox', { name: 'Styles' }).getByRole('option').all();
    for (const [key, index] of [
      ['3', 2],
      ['1', 0],
      ['0', 9],
    ] as const) {
      await app.page.keyboard.press(key);
      await expect.poll(() => options[index]?.getAttribute('aria-selected')).toBe('true');
    }
  });

  test('space pauses and resumes; a paused picture stands still, and a live one moves', async () => {
    const app = await scene();
    // A button that has the focus keeps the space bar to itself; a style does not.
    await app.chooseStyle('The Scream');
    await app.page.keyboard.press('Space');
    await app.page.getByRole('button', { name: 'Resume', exact: true }).waitFor();
    const still = await app.settled();
    await app.page.waitForTimeout(500);
    expect(picturePsnr(await app.takePicture(), still)).toBe(Infinity);
    await app.chooseStyle('The Scream');
    await app.page.keyboard.press('Space');
    await app.page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await app.takeUntil((picture) => picturePsnr(picture, still) < 30);
  });

  test('S saves a picture', async () => {
    const app = await scene();
    const download = app.page.waitForEvent('download');
    await app.page.keyboard.press('s');
    expect((await download).suggestedFilename()).toMatch(/^impasto-[\w-]+\.png$/);
  });
});
