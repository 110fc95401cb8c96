import { EncodedVideoPacketSource, VideoSampleSink } from 'mediabunny';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MediaWorker } from '../../../src/media/worker/media-worker';
import { settle } from '../../../src/media/worker/settle';
import * as thumbnail from '../../../src/media/worker/thumbnail';
import { fakeClip } from './fake-clips';
import { FakeDisk } from './fake-disk';

let disk: FakeDisk;

beforeEach(() => {
  disk = new FakeDisk();
  disk.install();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('a part becomes a clip, and is gone', async () => {
  await disk.put('parts', 'a', await fakeClip(50, 2));
  const clip = await settle('a', 'webm');
  expect(clip).toMatchObject({ file: 'a.webm', frames: 50, sound: true, size: { width: 64, height: 48 } });
  expect(clip?.bytes).toBe(await disk.size('clips', 'a.webm'));
  expect(await disk.names('parts')).toEqual([]);
});

test('a part without a frame in it leaves nothing', async () => {
  await disk.put('parts', 'a', new Uint8Array());
  expect(await settle('a', 'webm')).toBeNull();
  expect([await disk.names('parts'), await disk.names('clips')]).toEqual([[], []]);
});

test('a part that could not be copied is still there', async () => {
  await disk.put('parts', 'a', await fakeClip(50));
  await disk.lock('clips', 'a.webm');
  await expect(settle('a', 'webm')).rejects.toThrow();
  expect(await disk.names('parts')).toEqual(['a']);
});

test('a clip that has no thumbnail is a clip all the same', async () => {
  vi.stubGlobal('VideoDecoder', { isConfigSupported: () => Promise.resolve({ supported: true }) });
  const frame = { close: vi.fn() };
  vi.spyOn(VideoSampleSink.prototype, 'getSample').mockResolvedValue(frame as never);
  vi.spyOn(thumbnail, 'smallJpeg').mockRejectedValue(new Error('no JPEG'));
  await disk.put('parts', 'a', await fakeClip(50));
  expect(await settle('a', 'webm')).toMatchObject({ frames: 50, thumbnail: null });
  expect(frame.close).toHaveBeenCalledOnce();
});

test('a picture that goes on longer than its sound is not gathered in memory', async () => {
  await disk.put('parts', 'a', await fakeClip(2000, 1));
  const sizes: Promise<number>[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its source below
  const { add } = EncodedVideoPacketSource.prototype;
  const measured = function (this: EncodedVideoPacketSource, ...[packet, meta]: Parameters<typeof add>) {
    sizes.push(disk.size('clips', 'a.webm'));
    return add.call(this, packet, meta);
  };
  vi.spyOn(EncodedVideoPacketSource.prototype, 'add').mockImplementation(measured);
  const clip = await settle('a', 'webm');
  expect(await sizes.at(-1)).toBeGreaterThan((clip?.bytes ?? 0) / 2);
});

test('what was settled already is found again', async () => {
  await disk.put('clips', 'a.webm', await fakeClip(50));
  expect(await settle('a', 'webm')).toMatchObject({ file: 'a.webm', frames: 50 });
});

test('a GIF or ZIP whose writer has died is no clip, and is gone', async () => {
  await disk.put('clips', 'a.zip', new Uint8Array(9));
  expect(await new MediaWorker().recover('a', 'png')).toMatchObject({ ok: true, value: { clip: null } });
  expect(await disk.names('clips')).toEqual([]);
});

test('a copy that takes long is told of, no more often than once a second', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 100));
  await disk.put('parts', 'a', await fakeClip(50));
  const told: number[] = [];
  await settle('a', 'webm', () => void told.push(now));
  expect(told.length).toBeGreaterThanOrEqual(5);
  const gaps = told.slice(1).map((time, index) => time - (told[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
});
