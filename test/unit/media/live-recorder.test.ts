import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Clip, ClipLibrary, OpenJob } from '../../../src/media/clip-library';
import { LiveRecorder, type RecordOptions } from '../../../src/media/live-recorder';
import type { MediaLink } from '../../../src/media/media-link';
import type {
  MediaWorkerApi,
  RecordingEvents,
  RecordingOptions,
  WriteResult,
} from '../../../src/protocol/media';
import { Deferred, settle } from '../studio/fakes';

const OPTIONS: RecordOptions = {
  format: 'webm',
  size: { width: 64, height: 48 },
  frameRate: 30,
  soundTrack: null,
};
const RESULT: WriteResult = { clip: null, complete: true, error: null, notes: [] };
const FULL = { code: 'storage-full', message: 'There is no room left.' } as const;

/** A worker whose recordings may end by themselves at once. */
let endsAtOnce = false;
let events: RecordingEvents[] = [];
let asked: RecordingOptions | null = null;
const stopRecording = vi.fn(() => Promise.resolve({ ok: true, value: RESULT }));
const api = {
  startRecording: (...args: Parameters<MediaWorkerApi['startRecording']>) => {
    asked = args[2];
    events.push(args[3]);
    if (endsAtOnce) args[3].ended(FULL);
    return Promise.resolve({ ok: true, value: null });
  },
  stopRecording,
};
vi.mock(import('../../../src/media/media-link'), async (original) => ({
  ...(await original()),
  spawnMediaWorker: () =>
    Promise.resolve({
      call: (request: (worker: typeof api) => unknown) => request(api),
      onEnd: () => undefined,
      terminate: () => undefined,
    } as unknown as MediaLink),
}));

const job: OpenJob = {
  id: 'a',
  done: () => Promise.resolve({ id: 'a' } as Clip),
  dropped: () => Promise.resolve(),
  brokenOff: () => Promise.resolve(),
};
const library = { freeBytes: () => Promise.resolve(Infinity), begin: () => Promise.resolve(job) };
const host = {
  openPainter: () => Promise.resolve(),
  startCapture: () => Promise.resolve(),
  stopCapture: () => Promise.resolve(),
};
const recorder = () => new LiveRecorder(host, library as unknown as ClipLibrary);

beforeEach(() => {
  events = [];
  endsAtOnce = false;
  stopRecording.mockClear();
});

afterEach(() => vi.unstubAllGlobals());

test('a recording that ends before it counts as begun is ended', async () => {
  endsAtOnce = true;
  const ended = recorder();
  await ended.start(OPTIONS);
  await settle();
  expect(ended.state).toMatchObject({ status: 'idle', clipId: 'a' });
  expect(stopRecording).toHaveBeenCalledOnce();
});

test('one that was over already ends no other', async () => {
  const going = recorder();
  await going.start(OPTIONS);
  await going.stop();
  await going.start(OPTIONS);
  events[0]?.ended(FULL);
  await settle();
  expect(going.state.status).toBe('recording');
  events[1]?.ended(FULL);
  await settle();
  expect(going.state.status).toBe('idle');
});

test('one of which no clip could be made is left to be recovered', async () => {
  const brokenOff = vi.spyOn(job, 'brokenOff');
  vi.spyOn(job, 'done').mockRejectedValueOnce(new Error('no room for the index'));
  const failing = recorder();
  await failing.start(OPTIONS);
  expect(await failing.stop()).toBeNull();
  expect(failing.state).toMatchObject({ status: 'idle', error: { detail: 'Error: no room for the index' } });
  expect(brokenOff).toHaveBeenCalledOnce();
});

test('the worker is told what sound will come', async () => {
  const packets = {
    getReader: () => ({ read: () => new Deferred().promise, cancel: () => Promise.resolve() }),
  };
  vi.stubGlobal('MediaStreamTrackProcessor', function () {
    return { readable: packets };
  });
  const getSettings = () => ({ sampleRate: 16_000, channelCount: 1 });
  await recorder().start({ ...OPTIONS, soundTrack: { getSettings } as MediaStreamTrack });
  expect(asked?.sound).toEqual({ sampleRate: 16_000, numberOfChannels: 1 });
});
