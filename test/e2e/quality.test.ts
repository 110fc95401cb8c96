/** Networks that are chosen, late, or missing. On WASM: it is the fastest backend without a GPU. */
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { coloursOf, ScratchFolder } from '../browser/media/ffprobe';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import type { Tier } from '../../src/protocol/quality';
import { picturePsnr } from '../psnr';
import { sharedBrowser } from '../shared-browser';
import { AppPage, COARSE } from './app-page';
import { MediaApp } from './media-app';

const WEIGHTS = /\/assets\/weights-[^/]*\.bin$/;
const QUERY = '?backend=wasm&size=64';

const browser = sharedBrowser({ gpu: 'none' }, COARSE);
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

const isThere = (tier: Tier) => existsSync(`models/${tier}/model.json`);

describe.each([
  { title: 'Balanced', tier: 'standard' },
  { title: 'Best', tier: 'johnson' },
] as const)('$title', ({ title, tier }) => {
  test.skipIf(!isThere(tier))(
    `is fetched when chosen, the one before painting on meanwhile, and is there at once later (needs models/${tier})`,
    async () => {
      const app = await stillScene();
      const context = app.page.context();
      const fast = await app.settled();
      // Nothing is fetched that was not asked for.
      expect(app.watched.requests.filter((url) => WEIGHTS.test(url))).toHaveLength(1);
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      await context.route(WEIGHTS, async (route) => {
        await released;
        await route.continue();
      });
      await app.quality(title).check();
      await app.page.getByText(`Fast paints until ${title} is ready.`).waitFor();
      expect(picturePsnr(await app.settled(), fast)).toBeGreaterThan(60);
      // Whatever does not need the network takes effect meanwhile.
      await app.chooseStyle('The Scream');
      const scream = await app.settled((picture) => picturePsnr(picture, fast) < 30);
      release();
      await app.untilShowing((text) => text.includes(`Painted by: ${title}`));
      const larger = await app.settled();
      // One network began as what the other paints: they need not differ by more.
      expect(picturePsnr(larger, scream)).toBeLessThan(45);
      // Strength and mixing are the same to every network.
      await app.mixWith('Udnie');
      await app.slide('Mix', 50);
      const mixed = await app.settled((picture) => picturePsnr(picture, larger) < 40);
      await app.slide('Strength', 0);
      const photo = await app.settled((picture) => picturePsnr(picture, mixed) < 40);
      await app.slide('Strength', 50);
      const half = await app.settled((picture) => picturePsnr(picture, photo) < 40);
      expect(picturePsnr(half, mixed)).toBeGreaterThan(picturePsnr(photo, mixed));
      await app.slide('Strength', 100);
      await app.mixWith('None');
      await app.settled((picture) => picturePsnr(picture, larger) > 60);
      await app.page.getByText('paints until').waitFor({ state: 'detached' });

      const asked = app.watched.requests.length;
      await app.quality('Fast').check();
      await app.settled((picture) => picturePsnr(picture, scream) > 60);
      await app.quality(title).check();
      await app.settled((picture) => picturePsnr(picture, larger) > 60);
      expect(app.watched.requests.slice(asked).filter((url) => WEIGHTS.test(url))).toEqual([]);
      expect(app.watched.errors).toEqual([]);
    },
  );
});

/** The faster of the larger networks: what is fetched is treated alike. */
const LARGER = 'Balanced';

describe.skipIf(!isThere('standard'))('another network (needs models/standard)', () => {
  test.each([
    ['cannot be had', { status: 404, body: 'not here' }, 'could not be loaded; the one before'],
    ['arrives damaged', { status: 200, body: 'short' }, 'arrived damaged and was not used'],
  ])('that %s is given up with a sentence, and can be chosen again', async (_, answer, sentence) => {
    const app = await stillScene();
    const context = app.page.context();
    await app.quality('Fast').check();
    const fast = await app.settled();
    await context.route(WEIGHTS, (route) => route.fulfill(answer));
    await app.quality(LARGER).click();
    await app.alert.getByText(`“${LARGER}” ${sentence}`).waitFor();
    await expect.poll(() => app.quality('Fast').isChecked()).toBe(true);
    expect(picturePsnr(await app.settled(), fast)).toBeGreaterThan(60);
    expect(await app.metersText()).toContain('Painted by: Fast');
    await context.unroute(WEIGHTS);
    await app.quality(LARGER).check();
    await app.untilShowing((text) => text.includes(`Painted by: ${LARGER}`));
  });

  test.skipIf(!hasFfmpeg())('paints an export that began with it, whatever is chosen meanwhile', async () => {
    const media = await MediaApp.open(browser, scratch, QUERY);
    const { app } = media;
    await media.openVideo(makeTestVideo('mp4', { seconds: 0.5, width: 160, height: 90 }));
    const coloursWith = async (quality: 'Fast' | typeof LARGER, then: 'Fast' | typeof LARGER) => {
      await app.quality(quality).check();
      const before = await media.downloads.count();
      await app.press('Export');
      await app.quality(then).check();
      return coloursOf(await media.newestClip(before), 4);
    };
    const fast = await coloursWith('Fast', 'Fast');
    const mixed = await coloursWith(LARGER, 'Fast');
    const larger = await coloursWith(LARGER, LARGER);
    expect(meanDifference(mixed, larger)).toBeLessThan(meanDifference(mixed, fast) / 3);
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
  await app.page.waitForTimeout(3000);
  expect(await app.metersText()).toContain('Painted by: Fast');
  expect(app.watched.requests.filter((url) => WEIGHTS.test(url))).toHaveLength(1);
});
