import type { Browser, JSHandle, Page } from 'playwright';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importModule, launchBrowser, moduleUrl, newModulePage } from '../browser-launch';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import type { TrackPath, VideoPath } from '../../src/sources/frame-path';
import type * as harnessModule from './sources/harness';
import type { Seen } from './sources/harness';

type Harness = typeof harnessModule;

const HARNESS = '/test/browser/sources/harness.ts';
const CALLBACK: VideoPath = { clock: 'callback', grab: 'frame' };
const CALLBACK_BITMAP: VideoPath = { clock: 'callback', grab: 'bitmap' };
const TIMER: VideoPath = { clock: 'timer', grab: 'bitmap' };

let browser: Browser;
let page: Page;
let harness: JSHandle<Harness>;

beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'none', camera: 'fake' });
  ({ page } = await newModulePage(browser));
});

afterAll(async () => {
  await browser.close();
});

// Anew, since tests replace what the browser gives.
beforeEach(async () => {
  await page.goto(moduleUrl('/blank'));
  harness = await importModule<Harness>(page, HARNESS);
});

/** Capture times rise, and lie shortly before the frame was handed over. */
function expectTimely(seen: readonly Seen[]): void {
  for (let index = 1; index < seen.length; index++) {
    expect(seen[index]?.captureTime).toBeGreaterThan(seen[index - 1]?.captureTime ?? 0);
  }
  for (const { age } of seen) {
    expect(age).toBeGreaterThanOrEqual(-1);
    expect(age).toBeLessThan(2000);
  }
}

const NOTHING = { frames: 0, readers: 0, urls: 0, tracks: 0 };

describe('the camera', () => {
  const paths: [string, TrackPath, string][] = [
    ['a track processor', 'processor', 'VideoFrame'],
    ['video callbacks and VideoFrame', CALLBACK, 'VideoFrame'],
    ['video callbacks and ImageBitmap', CALLBACK_BITMAP, 'ImageBitmap'],
    ['a timer and ImageBitmap', TIMER, 'ImageBitmap'],
  ];

  it.each(paths)('yields its frames by %s', async (_name, path, type) => {
    const result = await harness.evaluate(async ({ camera, framesMade, leftOpen, sleep }, trackPath) => {
      const run = await camera(trackPath).start();
      await run.until(12);
      const during = leftOpen();
      run.source.stop();
      run.source.stop();
      const atStop = run.seen.length;
      await sleep(300);
      const { seen, info, error, ends } = run;
      return {
        seen,
        info,
        error,
        ends,
        during,
        late: seen.length - atStop,
        made: framesMade(),
        left: leftOpen(),
      };
    }, path);
    expect(result.error).toBeNull();
    expect(result.info).toMatchObject({ kind: 'camera', width: 1280, height: 720 });
    expect(result.info?.label).not.toBe('');
    expect(result.info?.frameInterval).toBeGreaterThan(10);
    for (const frame of result.seen) expect(frame).toMatchObject({ width: 1280, height: 720, type });
    expectTimely(result.seen);
    expect(result.during.tracks).toBe(1);
    expect(result.late).toBe(0);
    expect(result.ends).toEqual([]);
    expect(result.made).toBeGreaterThanOrEqual(result.seen.length);
    expect(result.left).toEqual(NOTHING);
  });

  it('chooses the track processor by itself', async () => {
    const types = await harness.evaluate(async ({ camera }) => {
      const run = await camera().start();
      await run.until(1);
      run.source.stop();
      return [run.seen[0]?.type, document.querySelectorAll('video').length];
    });
    expect(types).toEqual(['VideoFrame', 0]);
  });

  it('holds its frames while paused, but for one that is asked for', async () => {
    const counts = await harness.evaluate(async ({ camera, leftOpen, sleep }) => {
      const run = await camera().start();
      await run.until(3);
      run.source.pause();
      const held = run.seen.length;
      await sleep(400);
      const whilePaused = run.seen.length - held;
      run.source.repeat();
      await sleep(400);
      const repeated = run.seen.length - held;
      await run.source.resume();
      await run.until(held + 5);
      run.source.stop();
      return { whilePaused, repeated, left: leftOpen() };
    });
    expect(counts).toEqual({ whilePaused: 0, repeated: 1, left: NOTHING });
  });

  it('is listed with a label once it was allowed, and is found again by its id', async () => {
    const result = await harness.evaluate(async ({ camera, listCameras }) => {
      const any = await camera().start();
      any.source.stop();
      const cameras = await listCameras();
      const chosen = await camera(undefined, cameras[0]?.id).start();
      chosen.source.stop();
      const gone = await camera(undefined, 'no-such-camera').start();
      return { cameras, chosen: chosen.info, error: gone.error };
    });
    expect(result.cameras[0]?.label).toMatch(/\w/);
    expect(result.chosen?.label).toBe(result.cameras[0]?.label);
    expect(result.error?.code).toBe('camera-missing');
    expect(result.error?.message).toMatch(/chosen camera.*Choose another/);
  });

  it('that is unplugged ends in a sentence, and gives everything back', async () => {
    const result = await harness.evaluate(async ({ camera, leftOpen, sleep, unplug }) => {
      const run = await camera().start();
      await run.until(3);
      unplug();
      await sleep(300);
      return { ends: run.ends, left: leftOpen() };
    });
    expect(result.ends).toHaveLength(1);
    expect(result.ends[0]?.code).toBe('camera-unplugged');
    expect(result.ends[0]?.message).toMatch(/unplugged.*Start camera/);
    expect(result.left).toEqual(NOTHING);
  });

  it.each(paths)('that opens but gives nothing by %s is called busy after a while', async (_name, path) => {
    const result = await harness.evaluate(async ({ camera, leftOpen }, trackPath) => {
      navigator.mediaDevices.getUserMedia = () => {
        const canvas = document.createElement('canvas');
        canvas.getContext('2d');
        return Promise.resolve(canvas.captureStream(0));
      };
      const run = await camera(trackPath, undefined, 500).start();
      await run.untilEnded(5000);
      return { seen: run.seen.length, ends: run.ends, left: leftOpen() };
    }, path);
    expect(result.seen).toBe(0);
    expect(result.ends).toMatchObject([{ code: 'camera-busy' }]);
    expect(result.left).toEqual(NOTHING);
  });

  it('that is allowed too late is let go at once', async () => {
    const result = await harness.evaluate(async ({ camera, leftOpen }) => {
      const run = camera();
      const started = run.start();
      run.source.stop();
      await started;
      return { info: run.info, seen: run.seen.length, left: leftOpen() };
    });
    expect(result).toEqual({ info: null, seen: 0, left: NOTHING });
  });

  it.each([
    ['NotAllowedError', 'camera-denied', /not allowed.*address bar.*“Start camera”/],
    ['NotFoundError', 'camera-missing', /No camera.*sample scene/],
    ['NotReadableError', 'camera-busy', /another program.*“Start camera”/],
    ['AbortError', 'camera-busy', /another program/],
    ['SecurityError', 'camera-unsupported', /https.*video or a picture/],
  ])('that fails with %s is %s', async (name, code, sentence) => {
    const error = await harness.evaluate(async ({ camera }, thrown) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('made up', thrown));
      return (await camera().start()).error;
    }, name);
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(sentence);
    expect(error?.detail).toContain(name);
  });

  it('that no browser interface leads to is camera-unsupported', async () => {
    const result = await harness.evaluate(async ({ camera, listCameras }) => {
      Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
      return { error: (await camera().start()).error, cameras: await listCameras() };
    });
    expect(result.error?.code).toBe('camera-unsupported');
    expect(result.cameras).toEqual([]);
  });
});

describe('without a camera', () => {
  it('the real browser’s refusal is a sentence', async () => {
    const bare = await launchBrowser({ gpu: 'none' });
    try {
      const { page: barePage } = await newModulePage(bare);
      const bareHarness = await importModule<Harness>(barePage, HARNESS);
      const error = await bareHarness.evaluate(async ({ camera }) => (await camera().start()).error);
      expect(error?.code).toMatch(/^camera-(missing|denied)$/);
    } finally {
      await bare.close();
    }
  });

  it('a permission that is denied is a sentence', async () => {
    const asking = await launchBrowser({ gpu: 'none', args: ['--use-fake-device-for-media-stream'] });
    try {
      const { page: askingPage } = await newModulePage(asking);
      const askingHarness = await importModule<Harness>(askingPage, HARNESS);
      const error = await askingHarness.evaluate(async ({ camera }) => (await camera().start()).error);
      expect(error?.code).toBe('camera-denied');
    } finally {
      await asking.close();
    }
  });
});

/** A file of this machine as a data: URL, which the page may fetch. */
function dataUrl(file: string): string {
  return `data:application/octet-stream;base64,${readFileSync(file).toString('base64')}`;
}

describe.skipIf(!hasFfmpeg())('a video file', () => {
  const paths: [string, VideoPath][] = [
    ['callbacks and VideoFrame', CALLBACK],
    ['callbacks and ImageBitmap', CALLBACK_BITMAP],
    ['a timer and ImageBitmap', TIMER],
  ];
  let mp4: string;
  let webm: string;

  beforeAll(() => {
    mp4 = dataUrl(makeTestVideo('mp4'));
    webm = dataUrl(makeTestVideo('webm'));
  });

  it.each(paths)('plays to its end by %s', async (_name, path) => {
    const result = await harness.evaluate(
      async ({ video, leftOpen }, [url, videoPath]) => {
        const run = await (await video(url, 'clip.mp4', videoPath)).start();
        await run.untilEnded();
        const { seen, info, error, ends } = run;
        const during = leftOpen();
        run.source.stop();
        return { seen, info, error, ends, during, left: leftOpen() };
      },
      [mp4, path] as const,
    );
    expect(result.error).toBeNull();
    expect(result.ends).toEqual([null]);
    expect(result.info).toMatchObject({ kind: 'video', label: 'clip.mp4', width: 320, height: 180 });
    // Two seconds of 30 frames, of which a busy machine may miss some. Called back, none comes twice.
    expect(result.seen.length).toBeGreaterThan(8);
    if (path.clock === 'callback') expect(result.seen.length).toBeLessThanOrEqual(62);
    for (const frame of result.seen) expect(frame).toMatchObject({ width: 320, height: 180 });
    expectTimely(result.seen);
    expect(result.during.urls).toBe(1);
    expect(result.left).toEqual(NOTHING);
  });

  it('pauses, goes on, seeks, and begins anew after its end', async () => {
    const result = await harness.evaluate(async ({ video, sleep, waitFor }, url) => {
      const run = await (await video(url, 'clip.webm')).start();
      const { source } = run;
      await run.until(5);
      source.pause();
      await sleep(100);
      const paused = run.seen.length;
      await sleep(300);
      const whilePaused = run.seen.length - paused;
      source.seek(1.5);
      await run.until(paused + 1, 3000);
      await sleep(200);
      const sought = { frames: run.seen.length - paused, at: run.seen.at(-1)?.mediaTime ?? 0 };
      await source.resume();
      await run.untilEnded();
      const atEnd = run.seen.length;
      await source.resume();
      await run.until(atEnd + 5);
      await waitFor(() => source.currentTime > 0, 3000, 'the beginning');
      const again = source.currentTime;
      source.stop();
      return { whilePaused, sought, again, duration: source.duration };
    }, webm);
    expect(result.whilePaused).toBe(0);
    expect(result.sought.frames).toBe(1);
    expect(result.sought.at).toBeCloseTo(1.5, 1);
    expect(result.again).toBeLessThan(1.5);
    expect(result.duration).toBe(0);
  });

  it.each([
    ['a text file', 'data:text/plain,This%20is%20no%20video.'],
    ['an empty file', 'data:application/octet-stream,'],
    ['sound without a picture', 'sound'],
  ])('that is %s ends in a sentence', async (_what, url) => {
    const result = await harness.evaluate(
      async ({ video, leftOpen }, address) => {
        const run = await (await video(address, 'holiday.mp4')).start();
        return { error: run.error, left: leftOpen() };
      },
      url === 'sound' ? silentWav() : url,
    );
    expect(result.error?.code).toBe('file-unreadable');
    expect(result.error?.message).toMatch(/“holiday.mp4” cannot be played.*Try an MP4/);
    expect(result.left).toEqual(NOTHING);
  });

  it('that never shows a picture is given up after a while', async () => {
    const error = await harness.evaluate(async ({ video }, url) => {
      HTMLMediaElement.prototype.addEventListener = () => undefined;
      return (await (await video(url, 'slow.mp4', undefined, 200)).start()).error;
    }, mp4);
    expect(error?.code).toBe('file-unreadable');
    expect(error?.detail).toMatch(/deadline/);
  });
});

/** A second of silence as a WAV file. */
function silentWav(): string {
  const header = Buffer.alloc(44);
  const samples = 8000;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return `data:audio/wav;base64,${Buffer.concat([header, Buffer.alloc(samples, 128)]).toString('base64')}`;
}

describe('a picture', () => {
  it('is one frame, handed over again when asked for', async () => {
    const result = await harness.evaluate(async ({ quarteredPicture, runPicture, leftOpen, sleep }) => {
      const run = await runPicture(await quarteredPicture(300, 200, 'image/png'), 'flag.png');
      await sleep(100);
      const once = run.seen.length;
      run.source.repeat();
      await run.until(2);
      run.source.stop();
      return { once, info: run.info, seen: run.seen, left: leftOpen() };
    });
    expect(result.once).toBe(1);
    expect(result.info).toEqual({
      kind: 'picture',
      label: 'flag.png',
      width: 300,
      height: 200,
      frameInterval: 0,
    });
    expect(result.seen[1]).toMatchObject({ width: 300, height: 200, type: 'ImageBitmap' });
    expect(result.left).toEqual(NOTHING);
  });

  it('stands upright as its camera meant it', async () => {
    const { info, seen } = await harness.evaluate(async ({ quarteredPicture, oriented, runPicture }) => {
      const jpeg = await oriented(await quarteredPicture(300, 200, 'image/jpeg'), 6);
      const run = await runPicture(jpeg, 'turned.jpg');
      run.source.stop();
      return { info: run.info, seen: run.seen };
    });
    expect(info).toMatchObject({ width: 200, height: 300 });
    expect(seen[0]).toMatchObject({ width: 200, height: 300 });
    // Turned clockwise: blue, red / white, green.
    const colours = seen[0]?.quarters.map((quarter) =>
      quarter.map((value) => (value > 128 ? 1 : 0)).join(''),
    );
    expect(colours).toEqual(['001', '100', '111', '010']);
  });

  it('that is very large is scaled down, its shape kept', async () => {
    const { info, seen, left } = await harness.evaluate(
      async ({ quarteredPicture, runPicture, leftOpen }) => {
        const run = await runPicture(await quarteredPicture(6000, 1500, 'image/png'), 'wide.png');
        run.source.stop();
        return { info: run.info, seen: run.seen, left: leftOpen() };
      },
    );
    expect(info).toMatchObject({ width: 4096, height: 1024 });
    expect(seen[0]).toMatchObject({ width: 4096, height: 1024 });
    expect(left).toEqual(NOTHING);
  });

  it('that is none ends in a sentence', async () => {
    const { error, left } = await harness.evaluate(async ({ runPicture, leftOpen }) => {
      const run = await runPicture(new Blob(['no picture']), 'notes.png');
      return { error: run.error, left: leftOpen() };
    });
    expect(error?.code).toBe('file-unreadable');
    expect(error?.message).toMatch(/“notes.png” cannot be shown.*Try a JPEG/);
    expect(left).toEqual(NOTHING);
  });
});

describe('the sample scene', () => {
  it('moves, pauses and stops', async () => {
    const result = await harness.evaluate(async ({ sample, leftOpen, sleep }) => {
      const run = await sample().start();
      await run.until(8);
      run.source.pause();
      await sleep(200);
      const held = run.seen.length;
      await sleep(200);
      const whilePaused = run.seen.length - held;
      run.source.repeat();
      await run.until(held + 1);
      await sleep(100);
      const repeated = run.seen.length - held;
      await run.source.resume();
      await run.until(held + 4);
      run.source.stop();
      const atStop = run.seen.length;
      await sleep(200);
      const { seen, info, ends } = run;
      return { seen, info, ends, whilePaused, repeated, late: seen.length - atStop, left: leftOpen() };
    });
    expect(result.info).toMatchObject({ kind: 'sample', width: 960, height: 540 });
    for (const frame of result.seen) expect(frame).toMatchObject({ width: 960, height: 540 });
    expectTimely(result.seen);
    expect(result).toMatchObject({ whilePaused: 0, repeated: 1, late: 0, ends: [], left: NOTHING });
  });

  it('is the same at the same time, another at another, and rich', async () => {
    const result = await harness.evaluate(({ scenePixels }) => {
      const [first, again, later] = [
        scenePixels(2, 320, 180),
        scenePixels(2, 320, 180),
        scenePixels(3, 320, 180),
      ];
      const colours = new Set<number>();
      let moved = 0;
      for (let at = 0; at < first.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = first.subarray(at, at + 3);
        colours.add(((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4));
        if (Math.abs(red - (later[at] ?? 0)) > 16) moved++;
      }
      return {
        same: first.every((value, at) => value === again[at]),
        moved: moved / (first.length / 4),
        colours: colours.size,
      };
    });
    expect(result.same).toBe(true);
    expect(result.moved).toBeGreaterThan(0.02);
    expect(result.moved).toBeLessThan(0.5);
    expect(result.colours).toBeGreaterThan(500);
  });

  it('moves slowly for people who want less motion', async () => {
    const motion = async (reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
      const { page: other } = await newModulePage(browser, { reducedMotion });
      const handle = await importModule<Harness>(other, HARNESS);
      const moved = await handle.evaluate(async ({ sample, sleep }) => {
        const run = await sample().start();
        await sleep(1500);
        await run.until(2);
        run.source.stop();
        return run.source.sceneTime;
      });
      await other.context().close();
      return moved;
    };
    const [calm, usual] = [await motion('reduce'), await motion('no-preference')];
    expect(calm).toBeGreaterThan(0);
    expect(calm).toBeLessThan(usual / 3);
  });
});
