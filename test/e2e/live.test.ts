import { describe, expect, test } from 'vitest';
import { launchBrowser, type Gpu } from '../browser-launch';
import { decodeFrames, makeCameraFile } from '../ffmpeg';
import { columns, shrink, type Picture } from '../png';
import { lumaDeviation, picturePsnr } from '../psnr';
import { AppPage } from './app-page';

const camera = makeCameraFile();

const BACKENDS: readonly { gpu: Gpu; title: string; engine: string }[] = [
  { gpu: 'webgpu', title: 'WebGPU', engine: 'Impasto' },
  { gpu: 'webgl', title: 'WebGL', engine: 'TensorFlow.js' },
  { gpu: 'none', title: 'WASM', engine: 'TensorFlow.js' },
];

/** Small enough to search a whole clip for the frame that was held. */
const SMALL = { width: 160, height: 90 };

/** Chromium's fake camera takes JPEG's full range for the limited range of video, and stretches it. */
function asTheFakeCameraShowsIt({ width, height, data }: Picture): Picture {
  return {
    width,
    height,
    data: new Uint8Array(Uint8ClampedArray.from(data, (value) => ((value - 16) * 255) / 219)),
  };
}

/** PSNR against the frame of the camera's file that fits best. */
function likeness(photo: Picture, file: string): number {
  const small = shrink(photo, SMALL.width, SMALL.height);
  const frames = decodeFrames(file, SMALL.width, SMALL.height).map(asTheFakeCameraShowsIt);
  return Math.max(...frames.map((frame) => picturePsnr(small, frame)));
}

describe.skipIf(camera === null)('the camera, painted live', () => {
  test.each(BACKENDS)(
    'on $title: people in paint, another in every style',
    async ({ gpu, title, engine }) => {
      const browser = await launchBrowser({ gpu, camera: camera ?? 'fake' });
      try {
        const app = await AppPage.open(browser, '?size=64');
        await app.start('Start camera');
        expect(await app.metersText()).toContain(`Backend: ${title} Engine: ${engine}`);
        await app.page.getByRole('switch', { name: 'Mirror' }).click();
        await app.untilShowing((text) => Number(/Stylize: ([\d.]+)/.exec(text)?.[1]) > 0);
        await app.press('Pause');

        const first = await app.takePicture();
        expect(lumaDeviation(first)).toBeGreaterThan(15);

        await app.slide('Strength', 0);
        const photo = await app.takeUntil((picture) => picturePsnr(picture, first) < 30);
        expect(picturePsnr(photo, first)).toBeLessThan(25);
        expect(likeness(photo, camera ?? '')).toBeGreaterThan(30);
        await app.slide('Strength', 100);
        // Not quite the first again: that one was steadied by the frames before it.
        await app.takeUntil((picture) => picturePsnr(picture, photo) < 25);

        await app.chooseStyle('The Starry Night');
        const other = await app.takeUntil((picture) => picturePsnr(picture, first) < 30);
        expect(picturePsnr(other, first)).toBeLessThan(25);
        expect(lumaDeviation(other)).toBeGreaterThan(15);

        await app.slide('Compare', 50);
        const split = await app.takeUntil((picture) => picturePsnr(picture, other) < 35);
        expect(picturePsnr(columns(split, 0, 0.49), columns(photo, 0, 0.49))).toBeGreaterThan(35);
        expect(picturePsnr(columns(split, 0.51, 1), columns(other, 0.51, 1))).toBeGreaterThan(35);
        expect(app.watched.errors).toEqual([]);
        expect(app.watched.outgoing(app.url)).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});
