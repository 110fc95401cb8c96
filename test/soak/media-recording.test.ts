/** Recordings of a minute, broken off in the middle, and of ten minutes, through the page. */
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser-launch';
import { probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { type Sync, syncOf } from '../e2e/metronome';
import { crashAndReturn, jumpAbout, RECORDING_BROWSER, openRecorder, recordFor } from '../e2e/recording-page';
import { hasFfmpeg } from '../ffmpeg';
import type { Row } from '../report';
import { record } from './results';

/** Picture and sound must agree to this, seconds. */
const SYNC = 0.04;
/** A crash may lose this much, seconds. */
const MAY_LOSE = 2;
const SETTLING = { timeout: 300_000 };

describe.skipIf(!hasFfmpeg())('recording, for long', () => {
  const scratch = new ScratchFolder();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser(RECORDING_BROWSER);
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(async () => {
    await browser.close();
    scratch.remove();
  });

  test.each([
    { seconds: 60, id: 'minute', title: 'A minute recorded' },
    { seconds: 600, id: 'ten-minutes', title: 'Ten minutes recorded' },
  ])('$seconds seconds: flashes and ticks agree from first to last', async ({ seconds, id, title }) => {
    const media = await openRecorder(browser, scratch);
    await recordFor(media, seconds);
    await media.app.press('Stop recording');
    const file = await media.newestClip(0, SETTLING);
    const { duration } = probeWithFfmpeg(file);
    const sync = syncOf(file);
    record(id, title, NOTES, browser.version(), [row(duration, sync)]);
    expect(duration).toBeGreaterThanOrEqual(seconds);
    expect(sync.span).toBeGreaterThan(seconds - 3);
    expect(sync.worst).toBeLessThan(SYNC);
    expect(Math.abs((await jumpAbout(media)) - duration)).toBeLessThan(0.2);
    media.expectNoErrors();
  });

  test('a minute whose tab is killed in the middle is recovered', async () => {
    const media = await openRecorder(browser, scratch);
    await recordFor(media, 30);
    const next = await crashAndReturn(media, scratch);
    await next.app.press('Recover clip');
    const file = await next.newestClip(0, SETTLING);
    const { duration } = probeWithFfmpeg(file);
    const sync = syncOf(file);
    record('killed', 'A minute whose tab was killed after 30 s', NOTES, browser.version(), [
      row(duration, sync),
    ]);
    expect(duration).toBeGreaterThan(30 - MAY_LOSE);
    expect(sync.worst).toBeLessThan(SYNC);
    await jumpAbout(next);
  });
});

const NOTES =
  'Through the page, painted on WASM at size 64, from a camera that flashes and a microphone that ticks once a second on one clock. “Off” is how far a tick lies outside of the time between the last frame before its flash and the first frame of it; “late” is the time from a tick to that frame, about half a frame if nothing is off.';

function row(duration: number, { flashes, span, worst, median, framesPerSecond }: Sync): Row {
  const ms = (seconds: number) => (seconds * 1000).toFixed(0);
  return {
    seconds: duration.toFixed(1),
    flashes,
    'first to last s': span.toFixed(1),
    'worst off ms': ms(worst),
    'late ms, median': ms(median),
    fps: framesPerSecond.toFixed(1),
  };
}
