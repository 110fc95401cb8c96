import { spawnSync } from 'node:child_process';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../browser-launch';
import { hasFfmpeg } from '../../ffmpeg';
import { probeWithFfmpeg, ScratchFolder } from './ffprobe';
import { openMediaPage } from './media-page';

const SECONDS = 5;
/** Picture and sound must agree to this, seconds; a frame lasts 0.033. */
const SYNC = 0.04;

// MP4, and what a crash leaves, are in test/e2e/media-recording.test.ts.
describe.skipIf(!hasFfmpeg())('recording what is shown', () => {
  const scratch = new ScratchFolder();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser({ gpu: 'none', args: ['--autoplay-policy=no-user-gesture-required'] });
  });

  afterAll(async () => {
    await browser.close();
    scratch.remove();
  });

  test.each(['webm'] as const)('%s: flashes and ticks agree from first to last', async (format) => {
    const { page, harness, errors } = await openMediaPage(browser);
    await harness.evaluateHandle((module, kind) => module.startRecording(kind), format);
    await page.waitForTimeout(SECONDS * 1000);
    const during = await harness.evaluate((module) => module.recorderState());
    expect(during).toMatchObject({ status: 'recording', sound: true, error: null });
    expect(during.seconds).toBeGreaterThan(SECONDS - 2);
    expect(during.bytes).toBeGreaterThan(1000);
    const clip = await harness.evaluate((module) => module.media.recorder.stop());
    expect(clip).toMatchObject({ kind: 'recording', format, complete: true, sound: true });
    const newest = await harness.evaluate((module) => module.newestClip());
    const file = scratch.write(`recording.${format}`, Buffer.from(newest?.base64 ?? '', 'base64'));

    const { times, duration, audio } = probeWithFfmpeg(file);
    expect(audio).toHaveLength(1);
    expect(times.length).toBeGreaterThan(SECONDS * 10);
    expect(Math.abs(duration - SECONDS)).toBeLessThan(1);
    const flashes = onsets(brightness(file));
    const ticks = onsets(loudness(file));
    expect(flashes.length).toBeGreaterThanOrEqual(SECONDS - 2);
    for (const flash of flashes) {
      const nearest = Math.min(...ticks.map((tick) => Math.abs(tick - flash)));
      expect(nearest, `flash at ${flash}, ticks at ${ticks.join()}`).toBeLessThan(SYNC);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('without the microphone that was pulled out, the picture goes on to the disk', async () => {
    const { page, harness, errors } = await openMediaPage(browser);
    const unplug = await harness.evaluateHandle((module) => module.startRecording('webm'));
    const state = () => harness.evaluate((module) => module.recorderState());
    await expect.poll(async () => (await state()).bytes, { timeout: 20_000 }).toBeGreaterThan(0);
    await unplug.evaluate((pull) => pull());
    await page.waitForTimeout(1500);
    const { bytes } = await state();
    await expect.poll(async () => (await state()).bytes, { timeout: 20_000 }).toBeGreaterThan(bytes);
    const clip = await harness.evaluate((module) => module.media.recorder.stop());
    expect(clip).toMatchObject({ complete: true, sound: true });
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

interface Level {
  readonly time: number;
  /** 0…1. */
  readonly level: number;
}

/** When the level rises above a half, seconds. */
function onsets(levels: readonly Level[]): number[] {
  return levels
    .filter(({ level }, index) => level > 0.5 && (levels[index - 1]?.level ?? 1) <= 0.5)
    .map(({ time }) => time);
}

function brightness(file: string): Level[] {
  const args = ['-v', 'error', '-i', file, '-vf', 'scale=1:1:flags=area', '-fps_mode', 'passthrough'];
  const { stdout } = spawnSync('ffmpeg', [...args, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'], {
    maxBuffer: 2 ** 24,
  });
  const { times } = probeWithFfmpeg(file);
  return times.map((time, index) => ({ time, level: (stdout[index] ?? 0) / 255 }));
}

const RATE = 8000;
const WINDOW = RATE / 200;
/** Loudness of the oscillator's tone against silence. */
const LOUD = 0.1;

/** In windows of 5 ms, on the clock of the file. */
function loudness(file: string): Level[] {
  const start = Number(
    spawnSync(
      'ffprobe',
      ['-v', 'error', '-select_streams', 'a', '-show_entries', 'stream=start_time', '-of', 'csv=p=0', file],
      {
        encoding: 'utf8',
      },
    ).stdout.trim(),
  );
  const args = ['-v', 'error', '-i', file, '-vn', '-ac', '1', '-ar', String(RATE), '-f', 'f32le', '-'];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 2 ** 27 });
  const samples = new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.byteLength / 4));
  return Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, index) => {
    const window = samples.subarray(index * WINDOW, (index + 1) * WINDOW);
    const peak = window.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return { time: start + (index * WINDOW) / RATE, level: peak > LOUD ? 1 : 0 };
  });
}
