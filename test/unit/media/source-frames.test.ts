import type { VideoSample } from 'mediabunny';
import { expect, test, vi } from 'vitest';
import { sourceFrames } from '../../../src/media/worker/source-frames';

const FPS = 25;
const FRAMES = 10;
const SIZE = { width: 64, height: 48 };
const RECLAIMED = new DOMException('Codec reclaimed due to inactivity.', 'QuotaExceededError');

/** Before which frame each decoder fails, and of what; the last of them does not. */
let failures: { readonly before: number; readonly error: Error }[] = [];
let open = 0;

function sampleAt(index: number): VideoSample {
  open++;
  const close = () => {
    open--;
  };
  const still = { rotation: 0, flip: false, hasAlpha: false, displayWidth: 64, displayHeight: 48 };
  const frame = { visibleRect: SIZE, timestamp: index / FPS, duration: 1 / FPS, toVideoFrame: () => index };
  return { ...still, ...frame, close } as unknown as VideoSample;
}

vi.mock(import('mediabunny'), async (original) => ({
  ...(await original()),
  VideoSampleSink: class {
    async *samples(start: number): AsyncGenerator<VideoSample, void> {
      const failure = failures.shift();
      for (let index = Math.round(start * FPS); index < FRAMES; index++) {
        if (index === failure?.before) throw failure.error;
        yield await Promise.resolve(sampleAt(index));
      }
    }

    getSample = () => Promise.resolve(null);
  } as never,
  // Nothing can be salvaged.
  EncodedPacketSink: class {
    getKeyPacket = () => Promise.reject(new Error('no packets'));
  } as never,
}));

async function framesOf(): Promise<unknown[]> {
  const frames: unknown[] = [];
  const range = { start: 0, end: Infinity };
  try {
    for await (const { frame } of sourceFrames({} as never, range, 0, SIZE)) frames.push(frame);
  } catch (error) {
    frames.push(String(error));
  }
  expect(open).toBe(0);
  return frames;
}

const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

test('where the browser takes its decoder back another one goes on, frame by frame', async () => {
  failures = [
    { before: 0, error: RECLAIMED },
    { before: 4, error: RECLAIMED },
    { before: 7, error: RECLAIMED },
  ];
  expect(await framesOf()).toEqual(ALL);
});

test('one that is taken back for good ends the frames', async () => {
  failures = Array.from({ length: 10 }, () => ({ before: 4, error: RECLAIMED }));
  expect(await framesOf()).toEqual([0, 1, 2, 3, expect.stringContaining('reclaimed')]);
  expect(failures).toHaveLength(8);
});

test('a decoder that breaks is not tried again', async () => {
  failures = [{ before: 4, error: new DOMException('Decoding error.', 'EncodingError') }];
  expect(await framesOf()).toEqual([0, 1, 2, 3, expect.stringContaining('Decoding error.')]);
});
