/** What the settings do to the picture, on pixels. On WASM: it is the fastest backend without a GPU. */
import { describe, expect, test } from 'vitest';
import { decodePng, encodePng, shrink, type Picture } from '../png';
import { lumaDeviation, picturePsnr } from '../psnr';
import { sharedBrowser } from '../shared-browser';
import { AppPage, COARSE } from './app-page';

const browser = sharedBrowser({ gpu: 'none', camera: 'fake' }, COARSE);

/** Where pixels are counted. */
const SHARP = { deviceScaleFactor: 1 } as const;

type Draw = (x: number, y: number) => readonly [number, number, number];

async function openPicture(width: number, height: number, draw: Draw, options = {}): Promise<AppPage> {
  const app = await AppPage.open(browser, '?size=64', options);
  await app.open('Open picture', {
    name: 'picture.png',
    mimeType: 'image/png',
    buffer: encodePng(width, height, draw),
  });
  await app.untilPainting();
  return app;
}

async function pausedScene(): Promise<AppPage> {
  const app = await AppPage.open(browser, '?size=64');
  await app.start('Try the sample scene');
  await app.press('Pause');
  return app;
}

function mirrored({ width, height, data }: Picture): Picture {
  const flipped = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      flipped.set(
        data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
        (y * width + width - 1 - x) * 4,
      );
    }
  }
  return { width, height, data: flipped };
}

function mean({ data }: Picture): number {
  return data.reduce((sum, value, at) => (at % 4 === 3 ? sum : sum + value), 0) / (data.length * 0.75);
}

/** Soft waves of colour. */
const WAVES: Draw = (x, y) => [
  128 + 100 * Math.sin(x / 40),
  128 + 100 * Math.sin(y / 30),
  128 + 100 * Math.sin((x + y) / 50),
];

describe('strength', () => {
  test('0 gives the original back', async () => {
    const app = await openPicture(640, 360, WAVES, SHARP);
    await app.slide('Strength', 0);
    const photo = await app.takePicture();
    const original = decodePng(encodePng(640, 360, WAVES));
    expect(picturePsnr(shrink(photo, 160, 90), shrink(original, 160, 90))).toBeGreaterThan(40);
    await app.slide('Strength', 100);
    await app.slide('Compare', 100);
    expect(picturePsnr(await app.takePicture(), photo)).toBeGreaterThan(40);
  });

  test('makes no jump near 0, where the network is bypassed', async () => {
    const app = await pausedScene();
    const strengths = [0, 1, 2, 5, 10];
    const pictures: Picture[] = [];
    for (const strength of strengths) {
      await app.slide('Strength', strength);
      pictures.push(await app.settled());
    }
    // Root mean square change, in levels of 255, for every percent of strength.
    const steps = pictures.slice(1).map((picture, index) => {
      const before = pictures[index] ?? picture;
      const percent = (strengths[index + 1] ?? NaN) - (strengths[index] ?? NaN);
      return (255 * 10 ** (-picturePsnr(picture, before) / 20)) / percent;
    });
    expect(Math.max(...steps)).toBeLessThan(5);
    // The very first step, from the bypass to the network, is the smallest.
    expect(steps[0]).toBeLessThan(1.5);
    const likeness = pictures.slice(1).map((picture) => picturePsnr(picture, pictures[0] ?? picture));
    expect(likeness).toEqual([...likeness].sort((a, b) => b - a));
    expect(likeness.at(-1)).toBeLessThan(40);
  });

  test('keeps the exposure while it is low: a dark picture stays dark', async () => {
    const app = await openPicture(640, 360, (x, y) => {
      const [red, green, blue] = WAVES(x, y);
      return [red / 8, green / 8, blue / 8];
    });
    const painted = await app.takePicture();
    await app.slide('Strength', 0);
    const photo = await app.takePicture();
    await app.slide('Strength', 20);
    const slightly = await app.takePicture();
    // Four fifths of the way back from the paint's brightness and contrast to the photo's.
    const change = (of: (picture: Picture) => number) =>
      (of(slightly) - of(photo)) / (of(painted) - of(photo));
    expect(mean(painted) - mean(photo)).toBeGreaterThan(30);
    expect(change(mean)).toBeLessThan(0.25);
    expect(change(lumaDeviation)).toBeLessThan(0.35);
  });
});

test('a mix of two styles lies between them, and its ends are the styles themselves', async () => {
  const app = await pausedScene();
  await app.chooseStyle('The Scream');
  const first = await app.settled();
  await app.chooseStyle('Udnie');
  const second = await app.settled();
  await app.chooseStyle('The Scream');
  await app.mixWith('Udnie');
  await app.slide('Mix', 50);
  const half = await app.settled();
  await app.slide('Mix', 0);
  expect(picturePsnr(await app.settled(), first)).toBeGreaterThan(60);
  await app.slide('Mix', 100);
  expect(picturePsnr(await app.settled(), second)).toBeGreaterThan(60);

  const apart = picturePsnr(first, second);
  expect(apart).toBeLessThan(25);
  for (const end of [first, second]) {
    expect(picturePsnr(half, end)).toBeGreaterThan(apart + 1);
    expect(picturePsnr(half, end)).toBeLessThan(35);
  }
});

test('"Mirror" turns the camera round, and nothing but the camera', async () => {
  const app = await AppPage.open(browser, '?size=64');
  await app.start('Start camera');
  await app.press('Pause');
  await app.slide('Strength', 0);
  const before = await app.settled();
  await app.page.getByRole('switch', { name: 'Mirror' }).click();
  const after = await app.settled((picture) => picturePsnr(picture, before) < 40);
  expect(picturePsnr(after, mirrored(before))).toBeGreaterThan(35);
  expect(picturePsnr(after, before)).toBeLessThan(30);
});

test('the painting is mirrored with its original', async () => {
  const app = await AppPage.open(browser, '?size=64');
  await app.start('Start camera');
  await app.press('Pause');
  const before = await app.settled();
  await app.page.getByRole('switch', { name: 'Mirror' }).click();
  const after = await app.settled((picture) => picturePsnr(picture, before) < 40);
  // The network is no exact mirror of itself; the picture it paints is the same.
  expect(picturePsnr(after, mirrored(before))).toBeGreaterThan(picturePsnr(after, before) + 2);
});

const RADIUS = 90;
const SPOT = [255, 0, 255] as const;

/** Where the spot of `SPOT`'s colour is, in pixels of the picture. */
function spot({ width, height, data }: Picture) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0] = data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3);
      if (red < 200 || green > 60 || blue < 200) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    }
  }
  return { width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2 };
}

test.each([
  { shape: 'landscape', width: 800, height: 300 },
  { shape: 'portrait', width: 300, height: 600 },
  { shape: 'square', width: 400, height: 400 },
])('a $shape picture is shown whole and undistorted', async ({ width, height }) => {
  const draw: Draw = (x, y) =>
    Math.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2) < RADIUS ? SPOT : [90, 90, 90];
  const app = await openPicture(width, height, draw, SHARP);
  await app.slide('Strength', 0);
  const taken = await app.takePicture();
  const scale = taken.width / width;
  expect(Math.abs(taken.height - height * scale)).toBeLessThanOrEqual(1);
  const inPicture = spot(taken);
  expect(Math.abs(inPicture.width - inPicture.height)).toBeLessThanOrEqual(2);
  expect(Math.abs(inPicture.width - 2 * RADIUS * scale)).toBeLessThanOrEqual(3);
  expect([Math.round(inPicture.x), Math.round(inPicture.y)]).toEqual([
    Math.round(taken.width / 2),
    Math.round(taken.height / 2),
  ]);
  // They lie over the picture.
  await app.press('Meters');
  const canvas = app.page.getByRole('img', { name: 'Stylized video' });
  const onScreen = decodePng(await canvas.screenshot());
  const shown = spot(onScreen);
  expect(Math.abs(shown.width - inPicture.width)).toBeLessThanOrEqual(2);
  expect(Math.abs(shown.height - inPicture.height)).toBeLessThanOrEqual(2);
  expect(Math.abs(shown.x - onScreen.width / 2)).toBeLessThanOrEqual(1.5);
  expect(Math.abs(shown.y - onScreen.height / 2)).toBeLessThanOrEqual(1.5);
});

test('the painting is where its original is', async () => {
  const app = await openPicture(800, 300, (x, y) =>
    Math.hypot(x + 0.5 - 400, y + 0.5 - 150) < RADIUS ? [250, 250, 250] : [10, 10, 10],
  );
  const painted = shrink(await app.takePicture(), 32, 12);
  await app.slide('Strength', 0);
  const photo = shrink(await app.takePicture(), 32, 12);
  const luma = ({ data }: Picture, x: number, y: number) => data[(y * 32 + x) * 4 + 1] ?? NaN;
  const inside = luma(painted, 16, 6);
  const outside = (luma(painted, 3, 6) + luma(painted, 28, 6)) / 2;
  expect(luma(photo, 16, 6)).toBeGreaterThan(luma(photo, 3, 6) + 200);
  expect(Math.abs(inside - outside)).toBeGreaterThan(60);
});
