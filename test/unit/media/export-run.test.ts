import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ExportRun } from '../../../src/media/export-run';
import type { MediaLink } from '../../../src/media/media-link';
import type { ExportSettings } from '../../../src/protocol/media';

const LOOK_MS = 5_000;
const MINUTE = 60_000;

/** A worker that never answers. */
const terminate = vi.fn();
vi.mock(import('../../../src/media/media-link'), async (original) => ({
  ...(await original()),
  spawnMediaWorker: () =>
    Promise.resolve({ call: () => new Promise(() => undefined), terminate } as unknown as MediaLink),
}));

const HOST = {
  openPainter: () => Promise.resolve(),
  startCapture: () => Promise.resolve(),
  stopCapture: () => Promise.resolve(),
};

let now = 0;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  terminate.mockClear();
  const file = new File([], 'clip.mp4');
  new ExportRun('a', file, { format: 'mp4' } as ExportSettings, HOST, () => undefined);
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
