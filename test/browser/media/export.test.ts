import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TimeRange } from '../../../src/protocol/media';
import { launchBrowser } from '../../browser-launch';
import { hasFfmpeg, makeWithFfmpeg } from '../../ffmpeg';
import { decodePng } from '../../png';
import { picturePsnr, psnr } from '../../psnr';
import { sharedData } from '../../shared-data';
import { unzip } from '../../zip';
import { coloursOf, probeWithFfmpeg, ScratchFolder } from './ffprobe';
import { type MediaPage, openMediaPage } from './media-page';

/** Formats for the files whose sound the page's tests (test/e2e/media-files.test.ts) carry over to another. */
const CONVERSIONS = [
  { clip: 'flower.mp4', format: 'webm', codecs: ['vp9', 'opus'] },
  { clip: 'flower.webm', format: 'webm', codecs: ['vp9', 'vorbis'] },
] as const;

/** What is odd about one file or the other; at most 30 frames each. */
const RANGES: readonly { readonly clip: string; readonly range: TimeRange }[] = [
  { clip: 'flower.webm', range: { start: 0, end: 1 } },
  { clip: 'alpha.webm', range: { start: 0, end: 0.5 } },
  { clip: 'rotated-90.mp4', range: { start: 0, end: 1.25 } },
  { clip: 'sar-2x1.mp4', range: { start: 0, end: 1 } },
  { clip: 'variable-frame-rate.mp4', range: { start: 0, end: 4 } },
];

const EARLY = 0.3;

const available = hasFfmpeg() && sharedData('clips/flower.mp4') !== null;

describe.skipIf(!available)('exporting a video file', () => {
  const scratch = new ScratchFolder();
  let browser: Browser;
  let media: MediaPage;

  beforeAll(async () => {
    browser = await launchBrowser({ gpu: 'none' });
    media = await openMediaPage(browser);
  });

  afterAll(async () => {
    await browser.close();
    scratch.remove();
  });

  /** Of a clip that lies beside the repository; another file is named by its path. */
  const clipPath = (clip: string) => sharedData(`clips/${clip}`) ?? clip;

  async function exported(clip: string, change: object, cancelAfter?: number) {
    await media.choose(clipPath(clip));
    const result = await media.harness.evaluate(
      (module, [settings, frames]) => module.exportInput(settings, frames ?? undefined),
      [change, cancelAfter ?? null] as const,
    );
    const file = scratch.write(result.clip?.fileName ?? 'none', Buffer.from(result.base64, 'base64'));
    return { ...result, file };
  }

  test.each(CONVERSIONS)('the sound of $clip in $format: $codecs', async ({ clip, format, codecs }) => {
    const range = { start: 0, end: 1 };
    const { item, clip: made, file } = await exported(clip, { format, range, longSide: 480 });
    expect(item).toMatchObject({ status: 'done', error: null, notes: [] });
    const result = probeWithFfmpeg(file);
    expect([result.video, ...result.audio].map((stream) => stream?.codec_name)).toEqual(codecs);
    expect(made).toMatchObject({ frames: result.times.length, complete: true, sound: true });
    expect(Math.abs(result.audioSeconds - range.end)).toBeLessThan(0.05);
  });

  test.each(RANGES)(
    '$clip is upright, whole and in order: unpainted, every frame is its source’s',
    async ({ clip, range }) => {
      const paint = { mix: { weights: {}, strength: 0 }, quality: 'fast', workingSide: 64, smoothing: 0 };
      const { item, file } = await exported(clip, { range, longSide: 320, bitrate: 'high', paint });
      const frames = item.progress?.framesDone ?? 0;
      for (const frame of [0, 1, Math.floor(frames / 2), frames - 1]) {
        const [photo, copy] = [coloursOf(clipPath(clip), frame), coloursOf(file, frame)];
        expect(psnr(photo, copy, 255), `frame ${frame}`).toBeGreaterThan(30);
      }
    },
  );

  test('a whole clip keeps its sound to the end', async () => {
    const { file } = await exported('flower.mp4', { longSide: 160 });
    const source = probeWithFfmpeg(clipPath('flower.mp4'));
    const result = probeWithFfmpeg(file);
    expect(result.times.length).toBe(source.times.length);
    expect(Math.abs(result.duration - source.duration)).toBeLessThan(1 / 25);
    expect(Math.abs(result.audioSeconds - source.audioSeconds)).toBeLessThan(0.1);
  });

  test('a transport stream, whose clock starts anywhere, begins at once', async () => {
    const stream = ['-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=25:duration=1', '-pix_fmt', 'yuv420p'];
    const { item, file } = await exported(makeWithFfmpeg([...stream, '-c:v', 'libx264'], 'ts'), {});
    expect(item).toMatchObject({ status: 'done', notes: [] });
    const { times } = probeWithFfmpeg(file);
    expect([times.length, times[0]]).toEqual([25, 0]);
  });

  test('what is on display meanwhile has no part in it, nor the export in that', async () => {
    const settings = { range: { start: 0, end: 1 }, longSide: 192 };
    const alone = await exported('talking-head.mp4', settings);
    const display = await media.harness.evaluateHandle((module) => module.showAnotherStyle());
    const before = await display.evaluate((shown) => shown.picture());
    const beside = await exported('talking-head.mp4', settings);
    const { during, painted } = await display.evaluate((shown) => shown.end());
    for (const frame of [0, 15, 29]) {
      const [a, b] = [coloursOf(alone.file, frame), coloursOf(beside.file, frame)];
      expect(psnr(a, b, 255), `frame ${frame}`).toBeGreaterThan(40);
    }
    expect(painted).toBeGreaterThan(10);
    expect(picturePsnr(png(before), png(during))).toBeGreaterThan(40);
  });

  test('a GIF plays as long as its source', async () => {
    const { item, file } = await exported('flower.mp4', {
      format: 'gif',
      range: { start: 0, end: 0.5 },
      longSide: 160,
    });
    expect(item.status).toBe('done');
    const { video, times, duration } = probeWithFfmpeg(file);
    expect([video?.codec_name, video?.width, video?.height]).toEqual(['gif', 160, 90]);
    expect(times.length).toBe(15);
    expect(Math.abs(duration - 0.5)).toBeLessThan(0.02);
  });

  test('a PNG sequence holds every frame', async () => {
    const { clip, file } = await exported('talking-head.mp4', {
      format: 'png',
      range: { start: 0, end: EARLY },
    });
    expect(clip).toMatchObject({ frames: 9, mimeType: 'application/zip' });
    expect([...unzip(file).keys()]).toEqual(Array.from({ length: 9 }, (_, i) => `frame-00000${i + 1}.png`));
  });

  test('a cancelled export keeps what was finished', async () => {
    const { item, clip, file } = await exported('people-walking.mp4', { longSide: 160 }, 20);
    expect(item).toMatchObject({ status: 'cancelled', error: null });
    const { times } = probeWithFfmpeg(file);
    expect(times.length).toBeGreaterThanOrEqual(20);
    expect(times.length).toBe(clip?.frames);
    expect(clip?.complete).toBe(false);
  });

  test('nothing was logged as an error, and nothing is left half written', async () => {
    expect(media.errors).toEqual([]);
    const parts = await media.harness.evaluate(async (module) => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('impasto');
      const names: string[] = [];
      for await (const name of (await root.getDirectoryHandle('parts')).keys()) names.push(name);
      return { names, clips: module.media.clips.state.clips.length };
    });
    expect(parts.names).toEqual([]);
    expect(parts.clips).toBeGreaterThan(RANGES.length);
  });
});

const png = (bytes: readonly number[]) => decodePng(Buffer.from(bytes));
