/** Files in, clips out, in the production build: on WASM, which is the fastest backend without a GPU. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { coloursOf, probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { decodeFrames, hasFfmpeg, makeTestVideo, makeWithFfmpeg } from '../ffmpeg';
import { decodePng, shrink } from '../png';
import { picturePsnr } from '../psnr';
import { unzip } from '../zip';
import { sharedBrowser } from '../shared-browser';
import { COARSE } from './app-page';
import { MediaApp, PATIENCE } from './media-app';

const browser = sharedBrowser({ gpu: 'none', camera: 'fake' }, COARSE);
const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const open = () => MediaApp.open(browser, scratch);

async function openVideo(file: string): Promise<MediaApp> {
  const media = await open();
  await media.openVideo(file);
  return media;
}

describe.skipIf(!hasFfmpeg())('export', () => {
  test('MP4 with its sound: every frame, painted, first among the clips', async () => {
    const source = makeTestVideo('mp4', { seconds: 1 });
    const media = await openVideo(source);
    await media.app.press('Export');
    await media.progress.waitFor(PATIENCE);
    expect(await media.page.title()).toContain('Export');
    const file = await media.newestClip();
    const [made, given] = [probeWithFfmpeg(file), probeWithFfmpeg(source)];
    expect(path.extname(file)).toBe('.mp4');
    expect(made.times.length).toBe(given.times.length);
    expect([made.video?.width, made.video?.height]).toEqual([given.video?.width, given.video?.height]);
    expect(made.audio.map(({ codec_name }) => codec_name)).toEqual(['aac']);
    const [painted, original] = [coloursOf(file, 10), coloursOf(source, 10)];
    const change = painted.reduce((sum, value, at) => sum + Math.abs(value - (original[at] ?? 0)), 0);
    expect(change / painted.length).toBeGreaterThan(10);
    await media.progress.waitFor({ state: 'detached' });
    await expect.poll(() => media.page.title()).toBe('Impasto');
    media.expectNoErrors();
  });

  test.each([
    ['GIF', '.gif', 'GIF8'],
    ['PNG sequence', '.zip', 'PK'],
    ['WebM', '.webm', '\x1aE'],
  ])('%s', async (format, extension, magic) => {
    const media = await openVideo(makeTestVideo('webm', { seconds: 0.5, width: 160, height: 90 }));
    await media.choose('Format', format);
    await media.app.press('Export');
    const file = await media.newestClip();
    expect(path.extname(file)).toBe(extension);
    expect(readFileSync(file).subarray(0, magic.length).toString('latin1')).toBe(magic);
    media.expectNoErrors();
  });

  test('a PNG sequence is what the page shows of the same frame', async () => {
    const media = await openVideo(makeTestVideo('mp4', { seconds: 2 }));
    // A picture that is shown has another past to be steadied by than the first of a clip, which has none.
    await media.page.getByRole('slider', { name: 'Smoothing', exact: true }).fill('0');
    await media.app.press('Pause');
    await media.slider('Position').fill('1.02');
    const live = await media.app.settled();
    await media.trim(1.02, 1.3);
    await media.choose('Format', 'PNG sequence');
    const frames = [...unzip(await media.exportOpen()).values()].map((file) =>
      shrink(decodePng(file), 80, 45),
    );
    const likeness = frames.map((frame) => picturePsnr(frame, shrink(live, 80, 45)));
    expect(likeness[0]).toBeGreaterThan(30);
    expect(likeness[0]).toBe(Math.max(...likeness));
    expect(likeness.at(-1)).toBeLessThan(30);
  });

  test('the second of two video tracks, without the sound', async () => {
    const pictures = ['320x180', '160x120'].flatMap((size) => [
      '-f',
      'lavfi',
      '-i',
      `testsrc2=size=${size}:d=0.5`,
    ]);
    const tone = ['-f', 'lavfi', '-i', 'sine=duration=0.5'];
    const maps = [
      '-map',
      '0',
      '-map',
      '1',
      '-map',
      '2',
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
    ];
    const media = await openVideo(makeWithFfmpeg([...pictures, ...tone, ...maps], 'mp4'));
    await media.page.getByText('The file holds 2 video tracks').waitFor();
    await media.choose('Video track', '2: H.264, 160×120');
    await media.page.getByRole('switch', { name: 'Sound', exact: true }).uncheck();
    await media.page.getByText('without its sound').waitFor();
    const made = probeWithFfmpeg(await media.exportOpen());
    expect([made.video?.width, made.video?.height, made.audio.length]).toEqual([160, 120, 0]);
    expect(made.times.length).toBe(13);
  });

  test('a part of the clip, at another resolution', async () => {
    const media = await openVideo(makeTestVideo('mp4', { seconds: 2 }));
    await media.page.getByRole('slider', { name: 'Start', exact: true }).fill('0.5');
    await media.page.getByRole('slider', { name: 'End', exact: true }).fill('1');
    await media.choose('Resolution', '480×270');
    await media.app.press('Export');
    const made = probeWithFfmpeg(await media.newestClip());
    expect(Math.abs(made.times.length - 15)).toBeLessThanOrEqual(1);
    expect([made.video?.width, made.video?.height]).toEqual([480, 270]);
  });

  test('the preview plays the chosen part over and over', async () => {
    const media = await openVideo(makeTestVideo('mp4', { seconds: 8 }));
    await media.trim(1, 2.5);
    const positions: number[] = [];
    for (let look = 0; look < 40; look++) {
      positions.push(Number(await media.slider('Position').inputValue()));
      await media.page.waitForTimeout(100);
    }
    const settled = positions.slice(10);
    expect(Math.min(...settled)).toBeGreaterThanOrEqual(0.9);
    // It is looked after a few times a second.
    expect(Math.max(...settled)).toBeLessThan(3.5);
    expect(settled.some((position, at) => position < (settled[at - 1] ?? 0))).toBe(true);
    // To its end, where the player stops by itself.
    await media.trim(7, 8);
    await expect
      .poll(() => media.slider('Position').inputValue().then(Number), PATIENCE)
      .toBeGreaterThan(7.5);
    await expect.poll(() => media.slider('Position').inputValue().then(Number), PATIENCE).toBeLessThan(7.4);
    await media.button('Pause').waitFor();
  });

  test('a page that is writing a clip asks before it is closed', async () => {
    const media = await openVideo(makeTestVideo('mp4', { seconds: 8 }));
    const asked: string[] = [];
    media.page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await media.app.press('Export');
    await media.progress.waitFor(PATIENCE);
    await media.page.close({ runBeforeUnload: true });
    await expect.poll(() => asked, PATIENCE).toEqual(['beforeunload']);
    // Before that nothing is finished that could be kept.
    await expect.poll(() => media.framesDone(), PATIENCE).toBeGreaterThan(0);
    await media.app.press('Cancel export');
    await media.button('Keep finished part').waitFor(PATIENCE);
    const closed = media.page.waitForEvent('close');
    await media.page.close({ runBeforeUnload: true });
    await closed;
    expect(asked).toEqual(['beforeunload']);
  });

  test('goes on after the page was frozen, as in a laptop that sleeps', async () => {
    const media = await openVideo(makeTestVideo('mp4', { seconds: 4 }));
    await media.app.press('Export');
    await expect.poll(() => media.framesDone(), PATIENCE).toBeGreaterThan(5);
    const session = await media.page.context().newCDPSession(media.page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    expect(probeWithFfmpeg(await media.newestClip()).times.length).toBe(120);
    media.expectNoErrors();
  });

  test('can be paused, resumed and cancelled; the finished part plays', async () => {
    const media = await openVideo(makeTestVideo('mp4', { seconds: 8 }));
    await media.app.press('Export');
    await expect.poll(() => media.percent(), PATIENCE).toBeGreaterThan(5);
    await media.app.press('Pause export');
    await media.button('Resume export').waitFor();
    const thumbnail = media.page.locator('impasto-export-progress canvas');
    await expect.poll(() => thumbnail.getAttribute('width')).toBe('320');
    // Frames that are on their way are still finished.
    const paused = await media.restingPercent();
    await media.app.press('Resume export');
    await expect.poll(() => media.percent(), PATIENCE).toBeGreaterThan(paused);
    await media.app.press('Cancel export');
    const frames = probeWithFfmpeg(await media.newestClip()).times.length;
    expect(frames).toBeGreaterThan(5);
    expect(frames).toBeLessThan(240);
    await media.app.press('Keep finished part');
    await media.page.getByRole('region', { name: 'Queue', exact: true }).waitFor({ state: 'detached' });
    expect(await media.downloads.count()).toBe(1);
  });

  test('several files wait in the queue and are exported one after the other', async () => {
    const media = await open();
    const files = [0.4, 0.6].map((seconds) => makeTestVideo('webm', { seconds, width: 160, height: 90 }));
    const chooser = media.page.waitForEvent('filechooser');
    await media.app.press('Open video');
    await (await chooser).setFiles(files);
    const queue = media.page.getByRole('region', { name: 'Queue', exact: true });
    await queue.getByText(path.basename(files[1] ?? ''), { exact: true }).waitFor();
    await media.app.press('Export');
    await media.downloads.nth(1).waitFor(PATIENCE);
    await queue.waitFor({ state: 'detached' });
    const second = probeWithFfmpeg(await media.newestClip(1));
    expect(second.times.length).toBe(18);
    media.expectNoErrors();
  });
});

describe('a file that cannot be used', () => {
  test('is told of at once, and the page goes on', async () => {
    const media = await open();
    await media.app.open('Open video', {
      name: 'letter.mp4',
      mimeType: 'video/mp4',
      buffer: Buffer.from('Dear Sir'),
    });
    await media.app.alert.getByText('letter.mp4').waitFor({ timeout: 10_000 });
    await expect.poll(() => media.button('Export').count(), PATIENCE).toBe(0);
    await media.app.start('Try the sample scene');
    expect(await media.button('Export').count()).toBe(0);
  });
});

describe('recording', () => {
  test.skipIf(!hasFfmpeg())(
    'three seconds of the sample scene with the microphone, by button and by key',
    async () => {
      const media = await open();
      await media.app.start('Try the sample scene');
      await media.page.getByRole('checkbox', { name: 'Microphone', exact: true }).check();
      await media.page.getByRole('meter', { name: 'Microphone level', exact: true }).waitFor();
      await media.app.press('Record');
      await media.button('Stop recording').waitFor(PATIENCE);
      await media.page.waitForTimeout(1000);
      // Nothing that is changed meanwhile breaks the file, nor its size.
      await media.app.chooseStyle('The Scream');
      await media.page.getByRole('radio', { name: 'Fast', exact: true }).check();
      await media.app.slide('Compare', 50);
      await media.page.setViewportSize({ width: 900, height: 800 });
      await media.page.waitForTimeout(1000);
      await media.page.setViewportSize({ width: 1280, height: 720 });
      await media.page.waitForTimeout(1000);
      expect(await media.page.title()).toContain('Recording');
      await media.page.keyboard.press('r');
      const file = await media.newestClip();
      const made = probeWithFfmpeg(file);
      expect(made.times.length).toBeGreaterThan(10);
      expect(made.duration).toBeGreaterThan(2);
      expect(made.duration).toBeLessThan(8);
      expect(made.audio.length).toBe(1);
      expect([made.video?.width, made.video?.height]).toEqual([960, 540]);
      expect(decodeFrames(file, 32, 18).length).toBe(made.times.length);
      await media.button('Record').waitFor();
      media.expectNoErrors();
    },
  );

  test('clips are played, renamed, deleted and brought back, and are there on the next visit', async () => {
    const media = await open();
    await media.app.start('Try the sample scene');
    await media.page.keyboard.press('r');
    await media.button('Stop recording').waitFor(PATIENCE);
    await media.page.waitForTimeout(1500);
    // What ends the picture ends the recording of it.
    await media.app.press('Stop');
    await media.downloads.first().waitFor(PATIENCE);
    await media.page.evaluate(() => {
      const place = async () =>
        (await navigator.storage.getDirectory()).getFileHandle('chosen', { create: true });
      Object.assign(globalThis, { showSaveFilePicker: place });
    });
    // The choice of a place is the browser's own window; all else is as it is.
    await media.app.press('Save to disk');
    const saved = () =>
      media.page.evaluate(async () => {
        const folder = await navigator.storage.getDirectory();
        const handle = await folder.getFileHandle('chosen', { create: true });
        return (await handle.getFile()).size;
      });
    await expect.poll(saved).toBe(statSync(await media.download()).size);
    await media.app.press('Play');
    const seconds = media.page.locator('impasto-clip-player video');
    await expect
      .poll(() => seconds.evaluate((video: HTMLVideoElement) => video.currentTime))
      .toBeGreaterThan(0.3);
    await media.page.keyboard.press('Escape');
    await media.page.getByRole('dialog').waitFor({ state: 'detached' });
    await media.app.press('Rename');
    await media.page.keyboard.type('The meadow');
    await media.page.keyboard.press('Enter');
    await media.clips.getByText('The meadow', { exact: true }).waitFor();
    await media.app.press('Delete');
    await media.downloads.first().waitFor({ state: 'detached' });
    await media.app.press('Undo');
    await media.downloads.first().waitFor();
    await media.page.reload();
    await media.clips.getByText('The meadow', { exact: true }).waitFor(PATIENCE);
    media.expectNoErrors();
  });
});
