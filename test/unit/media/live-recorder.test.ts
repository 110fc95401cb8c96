import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Clip, ClipLibrary, OpenJob } from '../../../src/media/clip-library';
import { LiveRecorder, type RecordOptions } from '../../../src/media/live-recorder';
import type { MediaLink } from '../../../src/media/media-link';
import { recordingFailure } from '../../../src/media/worker/media-errors';
import { ImpastoError } from '../../../src/protocol/errors';
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
const terminate = vi.fn();
/** What another worker makes of the part of one that died. */
let kept: WriteResult = RESULT;
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
      terminate,
    } as unknown as MediaLink),
  recoverPart: () => Promise.resolve(kept),
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

describe('a worker that makes the clip', () => {
  const CLIP = { ...RESULT, clip: { frames: 9 }, complete: false } as unknown as WriteResult;
  const MINUTE = 60_000;
  const dead = () => Promise.reject(new ImpastoError('worker-crashed', 'It stopped unexpectedly.'));

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('may take its time as long as it gives signs of life', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    terminate.mockClear();
    stopRecording.mockReturnValueOnce(new Promise(() => undefined));
    const going = recorder();
    await going.start(OPTIONS);
    void going.stop();
    await settle();
    for (let minute = 0; minute < 5; minute++) {
      vi.advanceTimersByTime(MINUTE);
      events[0]?.settling(true);
    }
    expect(terminate).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3 * MINUTE);
    expect(terminate).toHaveBeenCalled();
  });

  test('and dies over it has lost nothing if another can make it', async () => {
    kept = CLIP;
    const done = vi.spyOn(job, 'done');
    stopRecording.mockImplementationOnce(() => {
      events[0]?.settling(true);
      return dead();
    });
    const going = recorder();
    await going.start(OPTIONS);
    expect(await going.stop()).not.toBeNull();
    expect(done).toHaveBeenCalledWith({ ...CLIP, complete: true });
    expect(going.state.error).toBeNull();
  });

  test.each([
    [CLIP, 'What was recorded until then is among the clips'],
    [RESULT, 'before anything of it could be kept'],
  ])('and dies before is told of, with what was kept', async (part, sentence) => {
    kept = part;
    vi.spyOn(job, 'done').mockResolvedValueOnce(part.clip && ({ id: 'a' } as Clip));
    stopRecording.mockImplementationOnce(dead);
    const going = recorder();
    await going.start(OPTIONS);
    await going.stop();
    expect(going.state.error?.message).toContain(sentence);
  });
});

test('why a recording could not begin is told, whatever cannot be cleared up', async () => {
  vi.spyOn(host, 'startCapture').mockRejectedValueOnce(new ImpastoError('device-lost', 'The card is gone.'));
  vi.spyOn(job, 'dropped').mockRejectedValueOnce(new Error('in use'));
  const failing = recorder();
  await failing.start(OPTIONS);
  expect(failing.state).toMatchObject({ status: 'idle', error: { message: 'The card is gone.' } });
});

test.each([
  [new DOMException('full', 'QuotaExceededError'), 'storage-full'],
  [new DOMException('lost', 'EncodingError'), 'recording-failed'],
])('what ends a recording is told of in its own words', (error, code) => {
  const { report } = recordingFailure(error);
  expect(report.code).toBe(code);
  expect(report.message).not.toContain('resolution');
});
