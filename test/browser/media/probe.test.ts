import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../browser-launch';
import { sharedData } from '../../shared-data';
import { ScratchFolder } from './ffprobe';
import { claimingMp4 } from './hostile-files';
import { type MediaPage, openMediaPage } from './media-page';

const scratch = new ScratchFolder();
let browser: Browser;
let media: MediaPage;

beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'none' });
  media = await openMediaPage(browser, { render: false });
});

afterAll(async () => {
  await browser.close();
  scratch.remove();
});

async function probe(file: string) {
  await media.choose(file);
  return media.harness.evaluate((module) => module.probeInput());
}

/** Bytes of memory in the processes of the browser's pages. */
function heap() {
  return media.page.evaluate(
    () => (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0,
  );
}

describe('files that cannot be read end in a sentence within 10 s', () => {
  const HOSTILE: readonly [string, () => Buffer, RegExp][] = [
    ['empty.mp4', () => Buffer.alloc(0), /“empty\.mp4” is empty/],
    ['text.mp4', () => Buffer.from('Dear diary, '.repeat(500)), /is not a video file/],
    [
      'noise.webm',
      () => Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251)),
      /is not a video file/,
    ],
    ['many-samples.mp4', () => claimingMp4(1e9, 100), /damaged/],
    ['many-sizes.mp4', () => claimingMp4(1e9, 0), /damaged/],
  ];

  test.each(HOSTILE)('%s', async (name, make, sentence) => {
    const { error, ms } = await probe(scratch.write(name, make()));
    expect(error?.message).toMatch(sentence);
    expect(ms).toBeLessThan(10_000);
    expect(await heap()).toBeLessThan(2 ** 30);
  });

  const corrupt = sharedData('clips/corrupt-chunk-out-of-range.mp4');
  test.skipIf(corrupt === null)('a chunk that lies outside of the file', async () => {
    const { error, ms } = await probe(corrupt ?? '');
    expect(error?.message).toMatch(/damaged/);
    expect(ms).toBeLessThan(10_000);
  });

  test('a file of sound alone is told apart', async () => {
    // RIFF is not among the containers of video.
    const wave = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '), Buffer.alloc(64)]);
    expect((await probe(scratch.write('sound.wav', wave))).error?.message).toMatch(/not a video file/);
  });
});

const flower = sharedData('clips/flower.mp4');
test.skipIf(flower === null)('after all of them a good file is read', async () => {
  const { value } = await probe(flower ?? '');
  expect(value).toMatchObject({ container: 'MP4', video: [{ codec: 'H.264', frames: 150, problem: null }] });
});

test.skipIf(flower === null)('a codec that nobody decodes is named', async () => {
  const foreign = readFileSync(flower ?? '');
  const at = foreign.indexOf('avc1', foreign.indexOf('stsd'));
  foreign.write('xyzw', at, 'latin1');
  const { value } = await probe(scratch.write('foreign.mp4', foreign));
  expect(value?.video[0]?.problem).toBe('The video track uses “xyzw”, which this browser cannot decode.');
});
