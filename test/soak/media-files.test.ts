/** Every real clip, whole, through the page. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser-launch';
import { probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { MediaApp } from '../e2e/media-app';
import { expectPainted, REAL_CLIPS } from '../e2e/real-clips';
import { hasFfmpeg } from '../ffmpeg';
import type { Row } from '../report';
import { sharedData } from '../shared-data';
import { record } from './results';

const PATIENCE_MS = 1_800_000;

describe.skipIf(!hasFfmpeg() || sharedData('clips') === null)('whole', () => {
  const scratch = new ScratchFolder();
  const rows: Row[] = [];
  let browser: Browser;
  let media: MediaApp;

  beforeAll(async () => {
    browser = await launchBrowser({ gpu: 'none' });
    media = await MediaApp.open(browser, scratch);
  });

  afterAll(async () => {
    scratch.remove();
    // Some of them, asked for by name, are no report.
    if (rows.length === REAL_CLIPS.length) record('clips', TITLE, NOTES, browser.version(), rows);
    await browser.close();
  });

  test.each(REAL_CLIPS)('$name as $format', async (clip) => {
    const source = sharedData(`clips/${clip.name}`) ?? '';
    await media.openVideo(source);
    await media.page.getByRole('radio', { name: 'Fast', exact: true }).check();
    await media.choose('Format', clip.format);
    await media.page.getByRole('combobox', { name: 'Resolution', exact: true }).selectOption(clip.longSide);
    const made = await media.exportOpen(PATIENCE_MS);
    expectPainted(source, made, clip, Infinity);
    const { times, videoSeconds, audioSeconds, audio } = probeWithFfmpeg(made);
    const sound = audio.map(({ codec_name }) => codec_name).join(', ');
    rows.push({
      clip: clip.name,
      format: clip.format,
      size: clip.size.join('×'),
      frames: times.length,
      seconds: videoSeconds.toFixed(2),
      sound: sound === '' ? 'none' : `${sound}, ${audioSeconds.toFixed(2)} s`,
    });
    expect(await media.progress.count()).toBe(0);
    media.expectNoErrors();
  });
});

const TITLE = 'Real clips exported whole';
const NOTES =
  'Through the page, WASM at size 64, “Fast”: as many frames as the source, each at its time to 1.1 ms, upright, painted; sound as long as the source’s to 50 ms.';
