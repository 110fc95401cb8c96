/** One source after the other, in the production build, on WASM. */
import { expect, test } from 'vitest';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import { encodePng } from '../png';
import { lumaDeviation, picturePsnr } from '../psnr';
import { sharedBrowser } from '../shared-browser';
import { AppPage, COARSE } from './app-page';

const browser = sharedBrowser({ gpu: 'none', camera: 'fake' }, COARSE);

/** Stripes, 480×360: a shape of its own, so that the working size tells what is painted. */
const PICTURE = {
  name: 'stripes.png',
  mimeType: 'image/png',
  buffer: encodePng(480, 360, (x, y) => [(x * 5) % 256, (y * 3) % 256, 128]),
};

/** Working size on the meters. */
function working(metersText: string): { longSide: number; shape: number } {
  const [, width = 0, height = 1] = (/Working size: (\d+) × (\d+)/.exec(metersText) ?? []).map(Number);
  return { longSide: Math.max(width, height), shape: width / height };
}

test.skipIf(!hasFfmpeg())('a video is painted, and pauses at its end', async () => {
  const app = await AppPage.open(browser, '?size=64');
  await app.open('Open video', makeTestVideo('webm', { seconds: 2 }));
  await app.untilPainting();
  expect(await app.metersText()).toContain('Working size: 64 × 36');
  await app.page.getByRole('button', { name: 'Resume', exact: true }).waitFor();
  const end = await app.settled();
  expect(lumaDeviation(end)).toBeGreaterThan(15);
  await app.press('Resume');
  await app.takeUntil((picture) => picturePsnr(picture, end) < 40);
  expect(app.watched.errors).toEqual([]);
});

test('a picture refines itself', async () => {
  const app = await AppPage.open(browser);
  await app.open('Open picture', PICTURE);
  await app.untilShowing((text) => working(text).longSide >= 256);
  expect(app.watched.errors).toEqual([]);
});

test('a picture after something live refines itself too, and what is live begins anew after it', async () => {
  const app = await AppPage.open(browser);
  await app.start('Try the sample scene');
  await app.untilShowing((text) => working(text).shape > 1.7);
  await app.press('Stop');
  await app.open('Open picture', PICTURE);
  await app.untilShowing((text) => working(text).longSide >= 256 && working(text).shape < 1.4);
  const refined = working(await app.metersText()).longSide;
  await app.press('Stop');
  await app.start('Try the sample scene');
  await app.untilShowing((text) => working(text).longSide < refined && working(text).shape > 1.7);
  expect(app.watched.errors).toEqual([]);
});

test('stopping clears the canvas, and the next source shows nothing of the one before', async () => {
  const app = await AppPage.open(browser, '?size=64');
  await app.open('Open picture', PICTURE);
  await app.untilPainting();
  await app.press('Stop');
  await app.start('Try the sample scene');
  const scene = await app.takePicture();
  // The picture's shape is 4:3, the scene's 16:9.
  expect(scene.width / scene.height).toBeCloseTo(16 / 9, 1);
  await app.open('Open picture', PICTURE);
  const picture = await app.takeUntil(({ width, height }) => Math.abs(width / height - 4 / 3) < 0.02);
  expect(picture.width / picture.height).toBeCloseTo(4 / 3, 1);
  expect(app.watched.errors).toEqual([]);
});
