/** Files in, clips out, in the production build: on WASM, which is the fastest backend without a GPU. */
import { readFileSync, rmSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser-launch';
import { coloursOf, probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import { AppPage } from './app-page';

/** Long enough for a second of video on a busy machine. */
const PATIENCE = { timeout: 90_000 };

let browser: Browser;
const scratch = new ScratchFolder();
beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'none', camera: 'fake' });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  scratch.remove();
  await browser.close();
});

const clips = (app: AppPage): Locator => app.page.getByRole('region', { name: 'Clips', exact: true });
const progress = (app: AppPage): Locator =>
  app.page.getByRole('progressbar', { name: 'Export progress', exact: true });
const button = (app: AppPage, name: string): Locator => app.page.getByRole('button', { name, exact: true });
const downloads = (app: AppPage): Locator =>
  clips(app).getByRole('button', { name: 'Download', exact: true });

async function openVideo(file: string): Promise<AppPage> {
  const app = await AppPage.open(browser, '?size=64');
  await app.open('Open video', file);
  await button(app, 'Export').waitFor();
  return app;
}

async function choose(app: AppPage, name: string, label: string): Promise<void> {
  await app.page.getByRole('combobox', { name, exact: true }).selectOption({ label });
}

/** Waits for a clip more than `before` and downloads the newest, which must be on screen by itself. */
async function newestClip(app: AppPage, before = 0): Promise<string> {
  await downloads(app).nth(before).waitFor(PATIENCE);
  await expect.poll(() => inViewport(downloads(app).first()), { timeout: 5000 }).toBe(true);
  const download = app.page.waitForEvent('download');
  await downloads(app).first().click();
  const done = await download;
  const file = path.join(scratch.path, `${Date.now()}-${done.suggestedFilename()}`);
  copyFileSync(await done.path(), file);
  rmSync(await done.path(), { force: true });
  return file;
}

function inViewport(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const shown = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && shown !== null;
  });
}

/** Of the app in the page, whose state no control shows. */
const noErrors = (app: AppPage): void => expect(app.watched.errors).toEqual([]);

describe.skipIf(!hasFfmpeg())('export', () => {
  test('MP4 with its sound: every frame, painted, first among the clips', async () => {
    const source = makeTestVideo('mp4', { seconds: 1 });
    const app = await openVideo(source);
    await app.press('Export');
    await progress(app).waitFor(PATIENCE);
    expect(await app.page.title()).toContain('Export');
    const file = await newestClip(app);
    const [made, given] = [probeWithFfmpeg(file), probeWithFfmpeg(source)];
    expect(path.extname(file)).toBe('.mp4');
    expect(made.times.length).toBe(given.times.length);
    expect([made.video?.width, made.video?.height]).toEqual([given.video?.width, given.video?.height]);
    expect(made.audio.map(({ codec_name }) => codec_name)).toEqual(['aac']);
    const [painted, original] = [coloursOf(file, 10), coloursOf(source, 10)];
    const change = painted.reduce((sum, value, at) => sum + Math.abs(value - (original[at] ?? 0)), 0);
    expect(change / painted.length).toBeGreaterThan(10);
    expect(await progress(app).count()).toBe(0);
    expect(await app.page.title()).toBe('Impasto');
    noErrors(app);
  });

  test.each([
    ['GIF', '.gif', 'GIF8'],
    ['PNG sequence', '.zip', 'PK'],
    ['WebM', '.webm', '\x1aE'],
  ])('%s', async (format, extension, magic) => {
    const app = await openVideo(makeTestVideo('webm', { seconds: 0.5, width: 160, height: 90 }));
    await choose(app, 'Format', format);
    await app.press('Export');
    const file = await newestClip(app);
    expect(path.extname(file)).toBe(extension);
    expect(readFileSync(file).subarray(0, magic.length).toString('latin1')).toBe(magic);
    noErrors(app);
  });

  test('a part of the clip, at another resolution', async () => {
    const app = await openVideo(makeTestVideo('mp4', { seconds: 2 }));
    await app.page.getByRole('slider', { name: 'Start', exact: true }).fill('0.5');
    await app.page.getByRole('slider', { name: 'End', exact: true }).fill('1');
    await choose(app, 'Resolution', '480×270');
    await app.press('Export');
    const made = probeWithFfmpeg(await newestClip(app));
    expect(Math.abs(made.times.length - 15)).toBeLessThanOrEqual(1);
    expect([made.video?.width, made.video?.height]).toEqual([480, 270]);
  });

  test('can be paused, resumed and cancelled; the finished part plays', async () => {
    const app = await openVideo(makeTestVideo('mp4', { seconds: 8 }));
    await app.press('Export');
    const done = async () => Number(await progress(app).getAttribute('aria-valuenow'));
    await expect.poll(done, PATIENCE).toBeGreaterThan(5);
    await app.press('Pause export');
    await button(app, 'Resume export').waitFor();
    await app.page.waitForTimeout(1000);
    const paused = await done();
    await app.page.waitForTimeout(1000);
    expect(await done()).toBe(paused);
    await app.press('Resume export');
    await expect.poll(done, PATIENCE).toBeGreaterThan(paused);
    await app.press('Cancel export');
    const frames = probeWithFfmpeg(await newestClip(app)).times.length;
    expect(frames).toBeGreaterThan(5);
    expect(frames).toBeLessThan(240);
    await app.press('Keep finished part');
    expect(await app.page.getByRole('region', { name: 'Queue', exact: true }).count()).toBe(0);
    expect(await downloads(app).count()).toBe(1);
  });

  test('several files wait in the queue and are exported one after the other', async () => {
    const app = await AppPage.open(browser, '?size=64');
    const files = [0.4, 0.6].map((seconds) => makeTestVideo('webm', { seconds, width: 160, height: 90 }));
    const chooser = app.page.waitForEvent('filechooser');
    await app.press('Open video');
    await (await chooser).setFiles(files);
    const queue = app.page.getByRole('region', { name: 'Queue', exact: true });
    await queue.getByText(path.basename(files[1] ?? ''), { exact: true }).waitFor();
    await app.press('Export');
    await downloads(app).nth(1).waitFor(PATIENCE);
    expect(await queue.count()).toBe(0);
    const second = probeWithFfmpeg(await newestClip(app, 1));
    expect(second.times.length).toBe(18);
    noErrors(app);
  });
});

describe('a file that cannot be used', () => {
  test('is told of at once, and the page goes on', async () => {
    const app = await AppPage.open(browser, '?size=64');
    await app.open('Open video', {
      name: 'letter.mp4',
      mimeType: 'video/mp4',
      buffer: Buffer.from('Dear Sir'),
    });
    await app.alert.getByText('letter.mp4').waitFor({ timeout: 10_000 });
    expect(
      await button(app, 'Export')
        .isEnabled()
        .catch(() => false),
    ).toBe(false);
    await app.start('Try the sample scene');
    expect(await button(app, 'Export').count()).toBe(0);
  });
});

describe('recording', () => {
  test.skipIf(!hasFfmpeg())(
    'three seconds of the sample scene with the microphone, by button and by key',
    async () => {
      const app = await AppPage.open(browser, '?size=64');
      await app.start('Try the sample scene');
      await app.page.getByRole('checkbox', { name: 'Microphone', exact: true }).check();
      await app.page.getByRole('meter', { name: 'Microphone level', exact: true }).waitFor();
      await app.press('Record');
      await button(app, 'Stop recording').waitFor(PATIENCE);
      await app.page.waitForTimeout(3000);
      expect(await app.page.title()).toContain('Recording');
      await app.page.keyboard.press('r');
      const made = probeWithFfmpeg(await newestClip(app));
      expect(made.times.length).toBeGreaterThan(10);
      expect(made.duration).toBeGreaterThan(2);
      expect(made.duration).toBeLessThan(8);
      expect(made.audio.length).toBe(1);
      await button(app, 'Record').waitFor();
      noErrors(app);
    },
  );

  test('clips are played, renamed, deleted and brought back, and are there on the next visit', async () => {
    const app = await AppPage.open(browser, '?size=64');
    await app.start('Try the sample scene');
    await app.page.keyboard.press('r');
    await button(app, 'Stop recording').waitFor(PATIENCE);
    await app.page.waitForTimeout(1500);
    // What ends the picture ends the recording of it.
    await app.press('Stop');
    await downloads(app).first().waitFor(PATIENCE);
    await app.press('Play');
    const seconds = app.page.locator('impasto-clip-player video');
    await expect
      .poll(() => seconds.evaluate((video: HTMLVideoElement) => video.currentTime))
      .toBeGreaterThan(0.3);
    await app.page.keyboard.press('Escape');
    await app.page.getByRole('dialog').waitFor({ state: 'detached' });
    await app.press('Rename');
    await app.page.keyboard.type('The meadow');
    await app.page.keyboard.press('Enter');
    await clips(app).getByText('The meadow', { exact: true }).waitFor();
    await app.press('Delete');
    await downloads(app).first().waitFor({ state: 'detached' });
    await app.press('Undo');
    await downloads(app).first().waitFor();
    await app.page.reload();
    await clips(app).getByText('The meadow', { exact: true }).waitFor(PATIENCE);
    noErrors(app);
  });
});
