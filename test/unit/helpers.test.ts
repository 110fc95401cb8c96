/** The helpers that other tests judge pictures with. */
import { existsSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hasFfmpeg, makeCameraFile, makeTestVideo } from '../ffmpeg';
import { decodePng, encodePng } from '../png';
import { lumaDeviation, picturePsnr, psnr } from '../psnr';
import { sharedData } from '../shared-data';

const gradient = decodePng(encodePng(16, 8, (x, y) => [x * 16, y * 32, 0]));
const grey = decodePng(encodePng(16, 8, () => [128, 128, 128]));

test('a PNG keeps its pixels', () => {
  expect([gradient.width, gradient.height]).toEqual([16, 8]);
  expect([...gradient.data.subarray((3 * 16 + 5) * 4, (3 * 16 + 5) * 4 + 4)]).toEqual([80, 96, 0, 255]);
});

test('PSNR is that of the mean squared error', () => {
  expect(psnr([0, 0, 0, 0], [0, 0, 0, 0], 1)).toBe(Infinity);
  expect(psnr([0, 0, 0, 0], [0.1, -0.1, 0.1, -0.1], 1)).toBeCloseTo(20);
  expect(psnr([0, 0], [25.5, 25.5], 255)).toBeCloseTo(20);
  expect(psnr([0], [NaN], 1)).toBeNaN();
  expect(() => psnr([0], [0, 0], 1)).toThrow('cannot be compared');
});

test('pictures are compared by their colours', () => {
  expect(picturePsnr(gradient, gradient)).toBe(Infinity);
  expect(picturePsnr(gradient, grey)).toBeLessThan(15);
});

test('a blank picture has no deviation', () => {
  expect(lumaDeviation(grey)).toBeCloseTo(0);
  expect(lumaDeviation(gradient)).toBeGreaterThan(30);
});

test.skipIf(!hasFfmpeg())('ffmpeg makes a test video once', () => {
  const file = makeTestVideo('mp4', { seconds: 1 });
  const made = statSync(file).mtimeMs;
  expect(statSync(makeTestVideo('mp4', { seconds: 1 })).mtimeMs).toBe(made);
});

test.skipIf(!hasFfmpeg() || sharedData('clips/people-walking.mp4') === null)(
  'a clip becomes a camera file',
  () => {
    const file = makeCameraFile('people-walking.mp4', 1);
    expect(file !== null && existsSync(file) && file.endsWith('.mjpeg')).toBe(true);
  },
);
