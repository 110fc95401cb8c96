/** Recordings of a camera that flashes and a microphone that ticks on one clock, through the page. */
import { afterAll, describe, expect, test } from 'vitest';
import { probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { hasFfmpeg } from '../ffmpeg';
import { sharedBrowser } from '../shared-browser';
import { PATIENCE } from './media-app';
import { syncOf } from './metronome';
import { crashAndReturn, jumpAbout, RECORDING_BROWSER, openRecorder, recordFor } from './recording-page';

/** A minute, and ten, are recorded by the soak. */
const SECONDS = 6;
/** Picture and sound must agree to this, seconds. */
const SYNC = 0.04;
/** A crash may lose this much, seconds. */
const MAY_LOSE = 2;

describe.skipIf(!hasFfmpeg())('a recording', () => {
  const scratch = new ScratchFolder();
  const browser = sharedBrowser(RECORDING_BROWSER);
  afterAll(() => scratch.remove());

  test('can be jumped about in, and its flashes and ticks agree', async () => {
    const media = await openRecorder(browser, scratch);
    await recordFor(media, SECONDS);
    await media.app.press('Stop recording');
    const file = await media.newestClip();
    const sync = syncOf(file);
    expect(sync.flashes).toBeGreaterThanOrEqual(SECONDS - 2);
    expect(sync.worst).toBeLessThan(SYNC);
    const { duration } = probeWithFfmpeg(file);
    expect(duration).toBeGreaterThanOrEqual(SECONDS);
    expect(Math.abs((await jumpAbout(media)) - duration)).toBeLessThan(0.2);
    media.expectNoErrors();
  });

  test('has its sound where tracks cannot be read as packets', async () => {
    const media = await openRecorder(browser, scratch, () => {
      Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor');
    });
    await recordFor(media, SECONDS / 2);
    await media.app.press('Stop recording');
    const sync = syncOf(await media.newestClip());
    expect(sync.flashes).toBeGreaterThanOrEqual(SECONDS / 2 - 2);
    // The picture comes by a video element there, which shows it a little later.
    expect(sync.worst).toBeLessThan(2 * SYNC);
    media.expectNoErrors();
  });

  test('is recovered after the tab was killed, but for two seconds at most', async () => {
    const media = await openRecorder(browser, scratch);
    await recordFor(media, SECONDS);
    const next = await crashAndReturn(media, scratch);
    await next.app.press('Recover clip');
    const file = await next.newestClip(0, PATIENCE);
    expect(probeWithFfmpeg(file).duration).toBeGreaterThan(SECONDS - MAY_LOSE);
    const sync = syncOf(file);
    expect(sync.flashes).toBeGreaterThanOrEqual(SECONDS - MAY_LOSE - 2);
    expect(sync.worst).toBeLessThan(SYNC);
    await jumpAbout(next);
    expect(await next.button('Recover clip').count()).toBe(0);
  });
});
