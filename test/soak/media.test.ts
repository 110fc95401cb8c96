import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser-launch';
import { probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { type MediaPage, openMediaPage } from '../browser/media/media-page';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import { sharedData } from '../shared-data';

const SECONDS = 600;
const CANCELLATIONS = 20;
/** By which the page's process may grow between the first fifth of an export and its end, bytes. */
const MAY_GROW = 64 * 2 ** 20;

describe.skipIf(!hasFfmpeg())('media, for long', () => {
  const scratch = new ScratchFolder();
  let browser: Browser;
  let media: MediaPage;

  beforeAll(async () => {
    browser = await launchBrowser({ gpu: 'none' });
    media = await openMediaPage(browser);
  });

  afterAll(async () => {
    await browser.close();
    scratch.remove();
  });

  async function exported(source: string, change: object, cancelAfter?: number) {
    await media.choose(source);
    const result = await media.harness.evaluate(
      (module, [settings, frames]) => module.exportInput(settings, frames ?? undefined),
      [change, cancelAfter ?? null] as const,
    );
    return { ...result, file: scratch.write('clip', Buffer.from(result.base64, 'base64')) };
  }

  test(`${SECONDS} s of video are exported in memory that does not grow`, async () => {
    const source = makeTestVideo('mp4', { seconds: SECONDS });
    const sizes: number[] = [];
    const sampling = setInterval(() => void residentBytes(browser).then((bytes) => sizes.push(bytes)), 2000);
    const { clip } = await exported(source, {}).finally(() => clearInterval(sampling));
    expect(clip?.frames).toBe(SECONDS * 30);
    const settled = sizes[Math.floor(sizes.length / 5)] ?? 0;
    expect(Math.max(...sizes.slice(Math.floor(sizes.length / 5)))).toBeLessThan(settled + MAY_GROW);
  });

  test(`cancelled ${CANCELLATIONS} times at random, every part plays`, async () => {
    const source = makeTestVideo('mp4', { seconds: 20 });
    for (let round = 0; round < CANCELLATIONS; round++) {
      const frames = 1 + Math.floor(Math.random() * 200);
      const { clip, file } = await exported(source, { format: round % 2 ? 'webm' : 'mp4' }, frames);
      const { times } = probeWithFfmpeg(file);
      expect(times.length, `cancelled after ${frames}`).toBe(clip?.frames);
      const { stderr, status } = spawnSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], {
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
    }
  });

  const clips = sharedData('clips');
  const names = clips === null ? [] : readdirSync(clips).filter((name) => !/^(corrupt|truncated)/.test(name));
  test.each(names)('%s, whole', async (name) => {
    const source = path.join(clips ?? '', name);
    const { item, clip, file } = await exported(source, { longSide: 320 });
    expect(item).toMatchObject({ status: 'done', error: null, notes: [] });
    const [before, after] = [probeWithFfmpeg(source), probeWithFfmpeg(file)];
    expect(after.times.length).toBe(before.times.length);
    expect(clip?.frames).toBe(before.times.length);
    expect(after.audio.length).toBe(before.audio.length);
  });
});

/** Physical memory of the process that the page and its workers live in; Linux only, else 0. */
async function residentBytes(browser: Browser): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: { type: string; id: number }[];
  };
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
  return Math.max(0, ...sizes) * 1024;
}
