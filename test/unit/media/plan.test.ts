import { expect, test, vi } from 'vitest';
import { openInput } from '../../../src/media/worker/open-input';
import { planExport } from '../../../src/media/worker/plan';
import type { ExportSettings, TimeRange } from '../../../src/protocol/media';
import { fakeClip, FPS } from './fake-clips';

const GIGABYTE = 2 ** 30;

/** Of frames alone, which need no encoder. */
const settings = (range: TimeRange | null = null): ExportSettings => ({
  format: 'png',
  videoTrack: 1,
  range,
  longSide: null,
  bitrate: 'standard',
  sound: true,
  paint: { mix: { weights: {}, strength: 1 }, quality: 'fast', workingSide: null, smoothing: 0 },
});

const open = async (...clip: Parameters<typeof fakeClip>) => openInput(new Blob([await fakeClip(...clip)]));

test('a frame that ends where the range begins is not counted', async () => {
  const input = await open(2 * FPS);
  // In floating point the frame before ends at 0.24000000000000002.
  const { plan } = await planExport(input, settings({ start: 6 / FPS, end: 1 }));
  expect(plan.frames).toBe(FPS - 6);
});

test('a large file without a table of frames is not read through to count them', async () => {
  const input = await open(2 * FPS);
  vi.spyOn(input.source, 'getSize').mockResolvedValue(GIGABYTE);
  const { plan } = await planExport(input, settings());
  expect(plan.frames).toBeNull();
});

test('the last frame of a whole clip counts where nothing says how long it is shown', async () => {
  const { plan, pictureRange } = await planExport(await open(2 * FPS), settings());
  expect([plan.frames, pictureRange.end]).toEqual([2 * FPS, Infinity]);
});

test('a whole clip begins with the earliest of its tracks, a range with itself', async () => {
  const late = await open(2 * FPS, 0, 1.4);
  expect((await planExport(late, settings())).origin).toBeCloseTo(1.4);
  expect((await planExport(late, settings({ start: 2, end: 3 }))).origin).toBe(2);
});
