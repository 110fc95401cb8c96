import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VideoDesk } from '../../../src/media/video-desk';
import type { MediaProbe } from '../../../src/protocol/media';

const PROBE = {
  video: [{ id: 1, size: { width: 640, height: 360 }, range: { start: 0, end: 1 }, problem: null }],
} as unknown as MediaProbe;

/** Of the plans that were asked for; none of them is ever ready. */
const signals: AbortSignal[] = [];
vi.mock(import('../../../src/media/media-link'), async (original) => ({
  ...(await original()),
  probeFile: () => Promise.resolve(PROBE),
  planExport: (_file, _settings, signal) => {
    signals.push(signal);
    return new Promise(() => undefined);
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  signals.length = 0;
});
afterEach(() => vi.useRealTimers());

test('a plan that is out of date is not worked on', async () => {
  const desk = new VideoDesk();
  const aborted = async () => {
    await vi.advanceTimersByTimeAsync(1000);
    return signals.map((signal) => signal.aborted);
  };
  void desk.open(new File([], 'a.mkv'));
  expect(await aborted()).toEqual([false]);
  void desk.choose({ format: 'webm' });
  expect(await aborted()).toEqual([true, false]);
  void desk.open(new File([], 'b.mkv'));
  expect(await aborted()).toEqual([true, true, false]);
  desk.close();
  expect(await aborted()).toEqual([true, true, true]);
});
