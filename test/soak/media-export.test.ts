/** Exports that take long, and many that are broken off, through the page. */
import { spawnSync } from 'node:child_process';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type {} from '../../src/main';
import { launchBrowser } from '../browser-launch';
import { probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { MediaApp } from '../e2e/media-app';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import type { Row } from '../report';
import { type MemorySample, MemoryWatch } from './memory-samples';
import { record } from './results';

const MEGABYTE = 2 ** 20;
const SECONDS = 600;
const FRAMES = SECONDS * 30;
const SAMPLE_EVERY_MS = 15_000;
/** Encoder and decoder have filled their pools by then. */
const WARM_SECONDS = 45;
/** By which memory may grow after that, bytes; the index of the file that is written aside. */
const MAY_GROW = 3 * MEGABYTE;
const INDEX_BYTES_PER_FRAME = 300;
/** What is kept of the source, and of the part when it settles: eight megabytes each, however long the clip. */
const CACHES = 16 * MEGABYTE;
const PROCESS_MAY_GROW = 48 * MEGABYTE;

const CANCELLATIONS = 20;
const MOST_FRAMES = 200;

describe.skipIf(!hasFfmpeg())('export, for long', () => {
  const scratch = new ScratchFolder();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser({ gpu: 'none' });
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(async () => {
    await browser.close();
    scratch.remove();
  });

  test('ten minutes of video are exported in memory that does not grow', async () => {
    const media = await MediaApp.open(browser, scratch, '?size=64&test');
    await media.openVideo(makeTestVideo('mp4', { seconds: SECONDS }));
    const watch = await MemoryWatch.of(media.page);
    await media.app.press('Export');
    await media.progress.waitFor();
    while ((await media.downloads.count()) === 0) {
      // The display is painted too, so that the meters tell of the tensors there are.
      if ((await media.progress.count()) > 0)
        await media.slider('Position').fill(String(watch.samples.length));
      await media.page.waitForTimeout(SAMPLE_EVERY_MS);
      if ((await media.downloads.count()) === 0) await watch.sample();
    }
    const made = probeWithFfmpeg(await media.download());
    const warm = watch.samples.filter(({ time }) => time > WARM_SECONDS);
    record(
      'export',
      'Ten minutes of 320×180 exported',
      `Through the page, WASM at size 64, H.264 with its AAC copied. Sampled every ${SAMPLE_EVERY_MS / 1000} s: JavaScript and array buffers of the page, the render and the media worker after a collection, the process they live in, and the tensors the meters show.`,
      browser.version(),
      rowsOf(watch.samples),
    );
    expect(made.times.length).toBe(FRAMES);
    expect(made.audio.map(({ codec_name }) => codec_name)).toEqual(['aac']);
    expect(Math.abs(made.audioSeconds - SECONDS)).toBeLessThan(0.1);
    const grown = (of: (sample: MemorySample) => number) =>
      Math.max(...warm.map(of)) - (warm[0] ? of(warm[0]) : NaN);
    expect(grown(({ heap }) => heap)).toBeLessThan(MAY_GROW + FRAMES * INDEX_BYTES_PER_FRAME);
    expect(grown(({ buffers }) => buffers)).toBeLessThan(CACHES);
    expect(grown(({ resident }) => resident)).toBeLessThan(PROCESS_MAY_GROW);
    expect(new Set(warm.map(({ tensors }) => tensors)).size).toBe(1);
    media.expectNoErrors();
  });

  test(`cancelled ${CANCELLATIONS} times at random, every part plays`, async () => {
    const media = await MediaApp.open(browser, scratch);
    await media.openVideo(makeTestVideo('mp4', { seconds: 20 }));
    const rows: Row[] = [];
    for (let round = 1; round <= CANCELLATIONS; round++) {
      const format = round % 2 ? 'MP4' : 'WebM';
      const after = 1 + Math.floor(Math.random() * MOST_FRAMES);
      await media.choose('Format', format);
      await expect.poll(() => media.exportable(), { timeout: 30_000 }).toBe(true);
      await media.app.press('Export');
      await expect
        .poll(() => media.framesDone(), { timeout: 90_000, interval: 20 })
        .toBeGreaterThanOrEqual(after);
      await media.app.press('Cancel export');
      await media.button('Keep finished part').waitFor({ timeout: 90_000 });
      const told = Number(/([\d,]+) frames? kept/.exec(await media.queue.innerText())?.[1]);
      await media.app.press('Keep finished part');
      const file = await media.newestClip();
      const frames = probeWithFfmpeg(file).times.length;
      rows.push({ round, format, 'cancelled after': after, 'frames kept': frames });
      expect(frames, `cancelled after ${after}`).toBeGreaterThanOrEqual(after);
      expect(told).toBe(frames);
      const { stderr, status } = spawnSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], {
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      await media.deleteNewest();
    }
    record(
      'cancelled',
      'Exports cancelled at random',
      'Every part was decoded from beginning to end without a complaint.',
      browser.version(),
      rows,
    );
    media.expectNoErrors();
  });
});

/** About ten of many samples. */
function rowsOf(samples: readonly MemorySample[]): Row[] {
  const step = Math.max(1, Math.floor(samples.length / 10));
  const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(1);
  return samples
    .filter((_, index) => index % step === 0 || index === samples.length - 1)
    .map(({ time, heap, buffers, resident, tensors }) => ({
      seconds: Math.round(time),
      'JS heap MB': megabytes(heap),
      'buffers MB': megabytes(buffers),
      'process MB': megabytes(resident),
      tensors: tensors ?? 'none',
    }));
}
