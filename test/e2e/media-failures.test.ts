/** Disks that fill up and encoders that are taken away, through the page: what was finished is kept. */
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { newPage } from '../browser-launch';
import { probeWithFfmpeg, ScratchFolder } from '../browser/media/ffprobe';
import { hasFfmpeg, makeTestVideo } from '../ffmpeg';
import { sharedBrowser } from '../shared-browser';
import { AppPage, COARSE, WINDOW } from './app-page';
import { MediaApp, PATIENCE } from './media-app';

/** Private files refuse to grow beyond `limit` bytes, as where the disk is full. */
function fillDisk(limit: number): void {
  const { FileSystemSyncAccessHandle: Handle } = globalThis as unknown as {
    FileSystemSyncAccessHandle: {
      prototype: Record<string, (data: Uint8Array, at: { at: number }) => number>;
    };
  };
  const write = Handle.prototype.write;
  Handle.prototype.write = function (this: unknown, data, options) {
    if (options.at + data.byteLength > limit) throw new DOMException('full', 'QuotaExceededError');
    return write?.call(this, data, options) ?? 0;
  };
}

/** The encoder breaks after some frames: for good, or because the browser took it back (`reclaimed`). */
function breakEncoder({ frames, reclaimed }: { frames: number; reclaimed: boolean }): void {
  const Native = VideoEncoder;
  let encoded = 0;
  globalThis.VideoEncoder = class extends Native {
    private readonly fail: WebCodecsErrorCallback;

    constructor(init: VideoEncoderInit) {
      super(init);
      this.fail = init.error;
    }

    override encode(frame: VideoFrame, options?: VideoEncoderEncodeOptions): void {
      if (++encoded !== frames) {
        super.encode(frame, options);
        return;
      }
      this.close();
      this.fail(
        reclaimed
          ? new DOMException('Codec reclaimed due to inactivity.', 'QuotaExceededError')
          : new DOMException('The encoder is broken.', 'EncodingError'),
      );
    }
  };
}

describe.skipIf(!hasFfmpeg())('what was finished is kept when', () => {
  const scratch = new ScratchFolder();
  const browser = sharedBrowser({ gpu: 'none' }, COARSE);
  afterAll(() => scratch.remove());

  /** A page in whose workers `sabotage` was done before anything else. */
  async function openWith<Arg>(sabotage: (arg: Arg) => void, arg: Arg): Promise<MediaApp> {
    const watched = await newPage(browser, WINDOW);
    await watched.page.context().route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        body: `(${String(sabotage)})(${JSON.stringify(arg)});\n${await response.text()}`,
      });
    });
    return MediaApp.of(await AppPage.visit(watched, '?size=64'), scratch);
  }

  async function expectPlayable(media: MediaApp): Promise<void> {
    const file = await media.newestClip();
    expect(probeWithFfmpeg(file).times.length).toBeGreaterThan(0);
    const decode = ['-v', 'error', '-i', file, '-fps_mode', 'vfr', '-f', 'null', '-'];
    const { stderr, status } = spawnSync('ffmpeg', decode, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  }

  const FULL = /no room left/;
  const BROKEN = /could not be written to its end/;

  test.each([
    ['the disk is full', 'MP4', () => openWith(fillDisk, 120_000), FULL],
    ['the disk is full', 'WebM', () => openWith(fillDisk, 60_000), FULL],
    ['the encoder breaks', 'MP4', () => openWith(breakEncoder, { frames: 75, reclaimed: false }), BROKEN],
  ])('%s during an export to %s', async (_, format, opened, sentence) => {
    const media = await opened();
    await media.openVideo(makeTestVideo('mp4', { seconds: 8 }));
    await media.choose('Format', format);
    await media.app.press('Export');
    await media.app.alert.getByText(sentence).first().waitFor(PATIENCE);
    await expectPlayable(media);
    await media.app.press('Keep finished part');
    expect(await media.progress.count()).toBe(0);
  });

  test('the encoder is taken back during an export: another goes on, and lost frames are told of', async () => {
    const media = await openWith(breakEncoder, { frames: 60, reclaimed: true });
    await media.openVideo(makeTestVideo('mp4', { seconds: 4 }));
    const frames = probeWithFfmpeg(await media.exportOpen()).times.length;
    expect(frames).toBeGreaterThan(100);
    expect(frames).toBeLessThan(120);
    const missing = 120 - frames;
    const sentence = missing === 1 ? 'One frame is missing' : `${missing} frames are missing`;
    await media.clips.getByText(sentence).waitFor();
  });

  test('the disk is full during an export to GIF', async () => {
    const media = await openWith(fillDisk, 200_000);
    await media.openVideo(makeTestVideo('mp4', { seconds: 8 }));
    await media.choose('Format', 'GIF');
    await media.app.press('Export');
    await media.app.alert.getByText(FULL).first().waitFor(PATIENCE);
    await expectPlayable(media);
  });

  test('the disk is full during an export to a ZIP: nothing hangs, and nothing unreadable is kept', async () => {
    const media = await openWith(fillDisk, 60_000);
    await media.openVideo(makeTestVideo('mp4', { seconds: 8 }));
    await media.choose('Format', 'PNG sequence');
    await media.app.press('Export');
    await media.app.alert.getByText(FULL).first().waitFor(PATIENCE);
    await media.progress.waitFor({ state: 'detached' });
    expect(await media.exportable()).toBe(true);
    expect(await media.downloads.count()).toBe(0);
  });

  test.each([
    ['the disk is full', () => openWith(fillDisk, 200_000), FULL],
    [
      'the encoder breaks',
      () => openWith(breakEncoder, { frames: 60, reclaimed: false }),
      /could not go on encoding/,
    ],
  ])('%s during a recording', async (_, opened, sentence) => {
    const media = await opened();
    await media.app.start('Try the sample scene');
    await media.app.press('Record');
    await media.app.alert.getByText(sentence).first().waitFor(PATIENCE);
    await expectPlayable(media);
    await media.button('Record').waitFor(PATIENCE);
  });
});
