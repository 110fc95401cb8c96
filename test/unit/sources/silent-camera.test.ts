/** Cameras that can be opened but give no frame. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ErrorReport } from '../../../src/protocol/errors';
import { CameraSource } from '../../../src/sources/camera-source';
import type { TrackPath } from '../../../src/sources/frame-path';

const DEADLINE = 12_000;
const VIDEO_PATH: TrackPath = { clock: 'callback', grab: 'frame' };

const page = { hidden: false, createElement: () => new SilentVideo() };

/** Waits for a first frame until its stream is taken away, as players do. */
class SilentVideo {
  #abort: (error: Error) => void = () => undefined;

  play(): Promise<void> {
    return new Promise((_, reject) => (this.#abort = reject));
  }

  set srcObject(stream: object | null) {
    if (stream === null) this.#abort(new DOMException('no source', 'AbortError'));
  }
}

const track = Object.assign(new EventTarget(), {
  label: 'Camera',
  stop: vi.fn(),
  getSettings: () => ({}),
});

beforeEach(() => {
  vi.useFakeTimers();
  page.hidden = false;
  track.stop.mockClear();
  const getUserMedia = () => Promise.resolve({ getVideoTracks: () => [track] });
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  vi.stubGlobal('document', page);
  vi.stubGlobal('MediaStream', Object);
  const reader = { read: () => new Promise(() => undefined), cancel: () => Promise.resolve() };
  const silent = { readable: { getReader: () => reader } };
  vi.stubGlobal('MediaStreamTrackProcessor', function () {
    return silent;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Starts one; gives the codes of what it ends with. */
function start(path: TrackPath): string[] {
  const codes: string[] = [];
  const ended = (error: ErrorReport | null) => void codes.push(error?.code ?? 'over');
  new CameraSource({ path }).start({ frame: () => undefined, ended }).catch(() => undefined);
  return codes;
}

test.each([['processor'], [VIDEO_PATH]] as const)(
  'by way of %j it is called busy after a while',
  async (path) => {
    const codes = start(path);
    await vi.advanceTimersByTimeAsync(DEADLINE - 1);
    expect(codes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(codes).toEqual(['camera-busy']);
    expect(track.stop).toHaveBeenCalled();
  },
);

test('in a page that was hidden it has its time from when it is looked at', async () => {
  page.hidden = true;
  const codes = start(VIDEO_PATH);
  await vi.advanceTimersByTimeAsync(2.5 * DEADLINE);
  page.hidden = false;
  await vi.advanceTimersByTimeAsync(DEADLINE);
  expect(codes).toEqual([]);
  await vi.advanceTimersByTimeAsync(DEADLINE);
  expect(codes).toEqual(['camera-busy']);
});
