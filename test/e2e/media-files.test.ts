/** Real files, and files made to do harm, through the page: WASM, "Fast". */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser-launch';
import { probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { claimingMp4 } from '../browser/media/hostile-files';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import { residentBytes } from '../resident';
import { sharedData } from '../shared-data';
import { COARSE } from './app-page';
import { MediaApp } from './media-app';
import { expectPainted, REAL_CLIPS } from './real-clips';

const SOON = 10_000;
const GIGABYTE = 2 ** 30;

let browser: Browser;
/** One page for all: what one file leaves behind must not harm the next. */
let media: MediaApp;
const scratch = new ScratchFolder();

beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'none' });
  media = await MediaApp.open(browser, scratch, '?size=64', COARSE);
});
afterAll(async () => {
  scratch.remove();
  await browser.close();
});

const clipPath = (name: string) => sharedData(`clips/${name}`) ?? '';
const noClips = !hasFfmpeg() || clipPath('flower.mp4') === '';

// `npm run soak` exports them whole.
describe.skipIf(noClips)('the first 15 frames of', () => {
  test.each(REAL_CLIPS)('$name as $format', async (clip) => {
    await media.openVideo(clipPath(clip.name));
    await media.page.getByRole('radio', { name: 'Fast', exact: true }).check();
    await media.trim(0, clip.firstFrames);
    await media.choose('Format', clip.format);
    await media.page.getByRole('combobox', { name: 'Resolution', exact: true }).selectOption(clip.longSide);
    expectPainted(clipPath(clip.name), await media.exportOpen(), clip, clip.firstFrames);
    media.expectNoErrors();
  });
});

describe('a file made to do harm ends in a sentence within 10 s', () => {
  const corrupt = clipPath('corrupt-chunk-out-of-range.mp4');
  const HOSTILE: readonly [string, Buffer | null, RegExp][] = [
    ['empty.mp4', Buffer.alloc(0), /“empty\.mp4” is empty/],
    ['letter.mp4', Buffer.from('Dear Sir, '.repeat(100)), /“letter\.mp4” is not a video file/],
    ['many-frames.mp4', claimingMp4(1e9, 100), /“many-frames\.mp4” is damaged/],
    ['many-sizes.mp4', claimingMp4(1e9, 0), /“many-sizes\.mp4” is damaged/],
    ['corrupt.mp4', corrupt === '' ? null : readFileSync(corrupt), /“corrupt\.mp4” is damaged/],
  ];

  test.each(HOSTILE.filter(([, bytes]) => bytes !== null))('%s', async (name, bytes, sentence) => {
    const opened = media.app.open('Open video', {
      name,
      mimeType: 'video/mp4',
      buffer: bytes ?? Buffer.alloc(0),
    });
    await opened;
    await media.app.alert.getByText(sentence).first().waitFor({ timeout: SOON });
    expect(await media.exportable()).toBe(false);
    expect(await residentBytes(media.page)).toBeLessThan(GIGABYTE);
  });

  test.skipIf(noClips)('truncated.mp4 gives the frames that are there, and says so', async () => {
    await media.openVideo(clipPath('truncated.mp4'));
    await media.page.getByRole('combobox', { name: 'Resolution', exact: true }).selectOption('480');
    const made = await media.exportOpen(SOON);
    await media.clips.getByText('5 of 745 frames could be read').waitFor();
    expect(probeWithFfmpeg(made).times.length).toBe(5);
    expect(await residentBytes(media.page)).toBeLessThan(GIGABYTE);
  });

  test.skipIf(!hasFfmpeg())('after all of them the page works as before', async () => {
    const source = makeTestVideo('mp4', { seconds: 0.4 });
    await media.openVideo(source);
    const made = await media.exportOpen();
    expect(path.basename(made)).toContain('painted');
    expect(probeWithFfmpeg(made).times.length).toBe(12);
    media.expectNoErrors();
  });
});
