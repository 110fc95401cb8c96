/** What an export costs beside painting: the page paints one video live and exports it, in turns. */
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type {} from '../../src/main';
import { launchBrowser } from '../browser-launch';
import { ScratchFolder } from '../browser/media/ffprobe';
import { MediaApp } from '../e2e/media-app';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import { record, round, type Row } from './results';

const ROUNDS = 3;
const LIVE_MS = 5000;
/** By how much longer a frame may take in an export than live, as a ratio. */
const WANTED = 1.15;

interface Setting {
  /** Long side of the working size. */
  readonly side: number;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}

const SETTINGS: readonly Setting[] = [
  { side: 256, width: 320, height: 180, seconds: 3 },
  { side: 512, width: 640, height: 360, seconds: 2 },
];

/** Means while the page paints as fast as it can, ms. */
async function live(page: Page): Promise<{ frame: number; network: number }> {
  await page.waitForTimeout(1500);
  const looks: { frame: number; network: number }[] = [];
  for (const end = Date.now() + LIVE_MS; Date.now() < end;) {
    await page.waitForTimeout(500);
    const meters = await page.evaluate(() => window.__impasto?.studio.state.meters ?? null);
    if (meters) looks.push({ frame: meters.frameTime, network: meters.stages.network });
  }
  return { frame: mean(looks.map(({ frame }) => frame)), network: mean(looks.map(({ network }) => network)) };
}

/** Ms a frame of the export that is under way, from its first report to its last. */
function exportPace(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const reports: { time: number; frames: number }[] = [];
        const look = setInterval(() => {
          const { current } = window.__impasto?.studio.state.media.exports ?? { current: null };
          const frames = current?.progress?.framesDone ?? 0;
          if (frames > (reports.at(-1)?.frames ?? 0)) reports.push({ time: performance.now(), frames });
          if (current || reports.length === 0) return;
          clearInterval(look);
          const [first, last] = [reports[0], reports.at(-1)];
          resolve(first && last ? (last.time - first.time) / (last.frames - first.frames) : NaN);
        }, 10);
      }),
  );
}

async function exported(media: MediaApp): Promise<number> {
  const pace = exportPace(media.page);
  await media.app.press('Export');
  const ms = await pace;
  await media.downloads.first().waitFor();
  await media.deleteNewest();
  return ms;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

test.skipIf(!hasFfmpeg())('export against live', async () => {
  const browser = await launchBrowser({ gpu: 'none' });
  const scratch = new ScratchFolder();
  const rows: (Row & { ratio: number })[] = [];
  try {
    for (const { side, width, height, seconds } of SETTINGS) {
      const media = await MediaApp.open(browser, scratch, `?size=${side}&test`);
      await media.openVideo(makeTestVideo('mp4', { seconds, width, height }));
      // A part of it, so that the preview plays over and over.
      await media.trim(0, seconds - 0.1);
      const [frames, networks, exports]: [number[], number[], number[]] = [[], [], []];
      for (let done = 0; done < ROUNDS; done++) {
        const { frame, network } = await live(media.page);
        frames.push(frame);
        networks.push(network);
        exports.push(await exported(media));
        await media.app.press('Resume');
      }
      await media.app.slide('Strength', 0);
      const unpainted = await exported(media);
      const [engine, painted] = [median(frames), median(exports)];
      rows.push({
        'working size': `${side}×${Math.round((side * height) / width)}`,
        video: `${width}×${height}`,
        'network ms': round(median(networks)),
        'live frame ms': round(engine),
        'exported frame ms': round(painted),
        ratio: round(painted / engine, 2),
        'exported unpainted ms': round(unpainted),
      });
      await media.page.context().close();
    }
  } finally {
    await browser.close();
    scratch.remove();
  }
  record(
    'export',
    'Export against live',
    `One page on WASM plays a video and exports it, in turns, ${ROUNDS} times; medians. A live frame is ingest, network and presentation; an exported one is decoded, painted, composed, encoded in software on the same processor, and written. “Unpainted” is the same without the network (strength 0): what decoding, composing, encoding and writing take by themselves, most of which goes on beside the painting.`,
    browser.version(),
    rows,
  );
  expect(Math.max(...rows.map(({ ratio }) => ratio))).toBeLessThan(WANTED);
});
