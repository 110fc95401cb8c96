import { expect } from 'vitest';
import { newPage, newPageIn, type LaunchOptions, type PageMaker } from '../browser-launch';
import type { ScratchFolder } from '../browser/media/ffprobe';
import { AppPage, WINDOW } from './app-page';
import { MediaApp, PATIENCE } from './media-app';
import { installMetronome } from './metronome';

/** A browser in which sound starts without a press of a key. */
export const RECORDING_BROWSER: LaunchOptions = {
  gpu: 'none',
  args: ['--autoplay-policy=no-user-gesture-required'],
};

/** A page whose camera and microphone are the metronome, painting, with the microphone on. `prepare` runs in it first. */
export async function openRecorder(
  browser: PageMaker,
  scratch: ScratchFolder,
  prepare: () => void = () => undefined,
): Promise<MediaApp> {
  const watched = await newPage(browser, WINDOW);
  await watched.page.addInitScript(installMetronome);
  await watched.page.addInitScript(prepare);
  const media = MediaApp.of(await AppPage.visit(watched, '?size=64'), scratch);
  await media.app.start('Start camera');
  await media.page.getByRole('checkbox', { name: 'Microphone', exact: true }).check();
  await media.page.getByRole('meter', { name: 'Microphone level', exact: true }).waitFor();
  return media;
}

/** Records for `seconds` of the page's own counting. */
export async function recordFor(media: MediaApp, seconds: number): Promise<void> {
  await media.app.press('Record');
  await media.button('Stop recording').waitFor(PATIENCE);
  const timeout = seconds * 2000 + 20_000;
  await expect.poll(() => recordedSeconds(media), { timeout, interval: 200 }).toBeGreaterThanOrEqual(seconds);
}

/** What the page says has been recorded, whole seconds. */
export async function recordedSeconds(media: MediaApp): Promise<number> {
  const timer = media.page.getByRole('timer', { name: 'Recording time', exact: true });
  const [minutes = 0, seconds = 0] = (await timer.innerText()).split(':').map(Number);
  return minutes * 60 + seconds;
}

/** Kills the page's process and opens the app again in the same browser profile. */
export async function crashAndReturn(media: MediaApp, scratch: ScratchFolder): Promise<MediaApp> {
  const { page } = media;
  const context = page.context();
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // It never answers: there is nobody left who could.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  return MediaApp.of(await AppPage.visit(await newPageIn(context), '?size=64'), scratch);
}

/** Jumps about in the newest clip in the page's player; gives its length in seconds. */
export async function jumpAbout(media: MediaApp): Promise<number> {
  await media.clips.getByRole('button', { name: 'Play', exact: true }).first().click();
  const player = media.page.locator('impasto-clip-player video');
  const length = await player.evaluate(async (video: HTMLVideoElement) => {
    video.pause();
    while (video.readyState < HTMLMediaElement.HAVE_METADATA)
      await new Promise((resolve) => setTimeout(resolve, 20));
    for (const share of [0.8, 0.1, 0.55]) {
      const there = video.duration * share;
      await new Promise((resolve) => {
        video.addEventListener('seeked', resolve, { once: true });
        video.currentTime = there;
      });
      if (Math.abs(video.currentTime - there) > 0.1 || video.readyState < 2) return NaN;
    }
    return video.seekable.end(0);
  });
  await media.page.keyboard.press('Escape');
  await media.page.getByRole('dialog').waitFor({ state: 'detached' });
  return length;
}
