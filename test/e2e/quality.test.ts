/** Networks that are chosen, late, or missing. On WASM: it is the fastest backend without a GPU. */
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { coloursOf, ScratchFolder } from '../browser/media/ffprobe';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import { picturePsnr } from '../psnr';
import { sharedBrowser } from '../shared-browser';
import { AppPage } from './app-page';
import { MediaApp } from './media-app';

const WEIGHTS = /\/assets\/weights-[^/]*\.bin$/;
const QUERY = '?backend=wasm&size=64';

const browser = sharedBrowser({ gpu: 'none' });
const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

function meanDifference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? NaN)), 0) / one.length;
}

/** The sample scene, standing still. */
async function stillScene(): Promise<AppPage> {
  const app = await AppPage.open(browser, QUERY);
  await app.start('Try the sample scene');
  await app.press('Pause');
  return app;
}

describe.skipIf(!existsSync('models/standard/model.json'))('another network (needs models/standard)', () => {
  test('is fetched when chosen; until it is there the one before paints on, and is there at once later', async () => {
    const app = await stillScene();
    const context = app.page.context();
    const fast = await app.settled();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await context.route(WEIGHTS, async (route) => {
      await released;
      await route.continue();
    });
    await app.quality('Balanced').check();
    await app.page.getByText('Fast paints until Balanced is ready.').waitFor();
    expect(picturePsnr(await app.settled(), fast)).toBeGreaterThan(60);
    // Whatever does not need the network takes effect meanwhile.
    await app.chooseStyle('The Scream');
    const scream = await app.settled((picture) => picturePsnr(picture, fast) < 30);
    release();
    await app.untilShowing((text) => text.includes('Painted by: Balanced'));
    const balanced = await app.settled();
    // One network began as what the other paints: they need not differ by more.
    expect(picturePsnr(balanced, scream)).toBeLessThan(45);
    await app.page.getByText('paints until').waitFor({ state: 'detached' });

    const asked = app.watched.requests.length;
    await app.quality('Fast').check();
    await app.settled((picture) => picturePsnr(picture, scream) > 60);
    await app.quality('Balanced').check();
    await app.settled((picture) => picturePsnr(picture, balanced) > 60);
    expect(app.watched.requests.slice(asked).filter((url) => WEIGHTS.test(url))).toEqual([]);
    expect(app.watched.errors).toEqual([]);
  });

  test.each([
    ['cannot be had', { status: 404, body: 'not here' }, /“Balanced” could not be loaded; the one before/],
    ['arrives damaged', { status: 200, body: 'short' }, /“Balanced” arrived damaged and was not used/],
  ])('that %s is given up with a sentence, and can be chosen again', async (_, answer, sentence) => {
    const app = await stillScene();
    const context = app.page.context();
    await app.quality('Fast').check();
    const fast = await app.settled();
    await context.route(WEIGHTS, (route) => route.fulfill(answer));
    await app.quality('Balanced').click();
    await app.alert.getByText(sentence).waitFor();
    await expect.poll(() => app.quality('Fast').isChecked()).toBe(true);
    expect(picturePsnr(await app.settled(), fast)).toBeGreaterThan(60);
    expect(await app.metersText()).toContain('Painted by: Fast');
    await context.unroute(WEIGHTS);
    await app.quality('Balanced').check();
    await app.untilShowing((text) => text.includes('Painted by: Balanced'));
  });

  test.skipIf(!hasFfmpeg())('paints an export that began with it, whatever is chosen meanwhile', async () => {
    const media = await MediaApp.open(browser, scratch, QUERY);
    const { app } = media;
    await media.openVideo(makeTestVideo('mp4', { seconds: 0.5, width: 160, height: 90 }));
    const coloursWith = async (quality: 'Fast' | 'Balanced', then: 'Fast' | 'Balanced') => {
      await app.quality(quality).check();
      const before = await media.downloads.count();
      await app.press('Export');
      await app.quality(then).check();
      return coloursOf(await media.newestClip(before), 4);
    };
    const fast = await coloursWith('Fast', 'Fast');
    const mixed = await coloursWith('Balanced', 'Fast');
    const balanced = await coloursWith('Balanced', 'Balanced');
    expect(meanDifference(mixed, balanced)).toBeLessThan(meanDifference(mixed, fast) / 3);
    media.expectNoErrors();
  });

  test('that was chosen before and cannot be had this time leaves the cheapest one', async () => {
    const app = await stillScene();
    await app.quality('Balanced').check();
    await app.untilShowing((text) => text.includes('Painted by: Balanced'));
    const { requests } = app.watched;
    const balanced = requests.findLast((url) => WEIGHTS.test(url)) ?? '';
    await app.page.context().route(balanced, (route) => route.abort());
    await app.page.reload();
    await app.alert.getByText('“Balanced” could not be loaded').waitFor();
    await app.start('Try the sample scene');
    expect(await app.metersText()).toContain('Painted by: Fast');
    expect(await app.quality('Auto').isChecked()).toBe(true);
  });
});

test('Auto keeps to the network for the processor where there is no graphics card', async () => {
  const app = await AppPage.open(browser, '?backend=wasm');
  await app.start('Try the sample scene');
  await app.page.getByText('Fast paints at present.').waitFor();
  await app.page.waitForTimeout(5000);
  expect(await app.metersText()).toContain('Painted by: Fast');
  expect(app.watched.requests.filter((url) => WEIGHTS.test(url))).toHaveLength(1);
});
