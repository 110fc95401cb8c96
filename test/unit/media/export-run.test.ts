import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ExportRun } from '../../../src/media/export-run';
import type { MediaLink } from '../../../src/media/media-link';
import { ImpastoError } from '../../../src/protocol/errors';
import type { ExportEvents, ExportSettings, MediaWorkerApi, WriteResult } from '../../../src/protocol/media';
import { Deferred } from '../studio/fakes';

const LOOK_MS = 5_000;
const MINUTE = 60_000;

/** A worker that answers when it dies. */
const terminate = vi.fn();
let events: ExportEvents | null = null;
let dies = new Deferred<never>();
const api = {
  exportClip: (...args: Parameters<MediaWorkerApi['exportClip']>) => {
    events = args[3];
    return dies.promise;
  },
};
/** What another worker makes of its part. */
const KEPT = { clip: { frames: 9 }, complete: false, error: null, notes: [] } as unknown as WriteResult;
vi.mock(import('../../../src/media/media-link'), async (original) => ({
  ...(await original()),
  spawnMediaWorker: () =>
    Promise.resolve({
      call: (request: (worker: typeof api) => unknown) => request(api),
      terminate,
    } as unknown as MediaLink),
  recoverPart: () => Promise.resolve(KEPT),
}));

const HOST = {
  openPainter: () => Promise.resolve(),
  startCapture: () => Promise.resolve(),
  stopCapture: () => Promise.resolve(),
};

let now = 0;
let run: ExportRun;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  terminate.mockClear();
  dies = new Deferred();
  const file = new File([], 'clip.mp4');
  run = new ExportRun('a', file, { format: 'mp4' } as ExportSettings, HOST, () => undefined);
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Lets `ms` pass, of which the page looks at the worker every `step`. */
function pass(ms: number, step = LOOK_MS): void {
  for (let end = now + ms; now < end;) {
    now += step;
    vi.advanceTimersByTime(LOOK_MS);
  }
}

test('a worker that shows nothing for three minutes is ended, in the background too', () => {
  pass(2 * MINUTE);
  expect(terminate).not.toHaveBeenCalled();
  pass(2 * MINUTE, MINUTE);
  expect(terminate).toHaveBeenCalled();
});

test('while the machine sleeps a worker has no time to show anything', () => {
  pass(MINUTE);
  pass(10 * MINUTE, 10 * MINUTE);
  pass(2 * MINUTE);
  expect(terminate).not.toHaveBeenCalled();
  pass(2 * MINUTE);
  expect(terminate).toHaveBeenCalled();
});

test('a worker that makes the clip of what it has written is not stuck', () => {
  pass(2 * MINUTE);
  events?.settling(true);
  pass(2 * MINUTE);
  expect(terminate).not.toHaveBeenCalled();
});

test.each([
  [true, undefined],
  [false, 'export-failed'],
])(
  'of one that dies over that no more is told than is lost (all was written: %s)',
  async (complete, code) => {
    events?.settling(complete);
    dies.reject(new ImpastoError('worker-crashed', 'The media thread stopped unexpectedly.'));
    const result = await run.result;
    expect([result.clip, result.complete, result.error?.code]).toEqual([KEPT.clip, complete, code]);
  },
);
