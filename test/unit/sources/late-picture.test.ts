/** Pictures that take longer to decode than anybody waits. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PictureSource } from '../../../src/sources/picture-source';
import { readOwnPicture } from '../../../src/studio/own-picture';

const FILE = new File(['picture'], 'huge.jpg', { type: 'image/jpeg' });
const SINK = { frame: () => undefined, ended: () => undefined };

const bitmap = { width: 640, height: 480, close: vi.fn() };
let decoded: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  bitmap.close.mockClear();
  vi.stubGlobal(
    'Image',
    class {
      readonly naturalWidth = 640;
      readonly naturalHeight = 480;
      decode = () => new Promise<void>((resolve) => (decoded = resolve));
    },
  );
  vi.stubGlobal('createImageBitmap', () => Promise.resolve(bitmap));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each([
  ['to be painted', () => new PictureSource(FILE).start(SINK)],
  ['to be a style', () => readOwnPicture(FILE)],
])('one %s is given up, and closed when it comes after all', async (_, open) => {
  const opening = expect(open()).rejects.toThrow('“huge.jpg” cannot be');
  await vi.advanceTimersByTimeAsync(60_000);
  await opening;
  expect(bitmap.close).not.toHaveBeenCalled();
  decoded();
  await vi.advanceTimersByTimeAsync(0);
  expect(bitmap.close).toHaveBeenCalledTimes(1);
});
