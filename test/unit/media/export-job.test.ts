import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import { ExportJob } from '../../../src/media/worker/export-job';
import { JobControl } from '../../../src/media/worker/job-control';
import { SourceBroken, type TimedFrame } from '../../../src/media/worker/source-frames';
import type { ExportSettings, PainterReady, WriteResult } from '../../../src/protocol/media';
import { FakeDisk } from './fake-disk';

const COUNTED = 10;
const SIZE = { width: 64, height: 48 };

/** The source: frames at these places, and then perhaps a failure. */
let frames: readonly number[] = [];
let broken: SourceBroken | null = null;

vi.mock(import('../../../src/media/worker/plan'), () => ({
  planExport: () =>
    Promise.resolve({
      plan: { format: 'png', size: SIZE, range: { start: 0, end: 1 }, frames: COUNTED },
      audio: [],
      origin: 0,
    } as never),
}));
vi.mock(import('../../../src/media/worker/source-frames'), async (original) => ({
  ...(await original()),
  async *sourceFrames(): AsyncGenerator<TimedFrame, void> {
    for (const index of frames) {
      const frame = { close: () => undefined } as unknown as VideoFrame;
      yield await Promise.resolve({ frame, timing: { timestamp: index / COUNTED, duration: 1 / COUNTED } });
    }
    if (broken) throw broken;
  },
}));
vi.mock('../../../src/media/worker/remote-painter', () => ({
  RemotePainter: class {
    ready = () => Promise.resolve<PainterReady>({ tier: 'lite', workingSize: SIZE });
    paint = (frame: VideoFrame) => Promise.resolve(frame);
    close = () => Promise.resolve();
  },
}));
vi.mock('../../../src/media/worker/writers/png-zip-writer', () => ({
  PngZipWriter: class {
    add = () => Promise.resolve();
    finish = () => Promise.resolve();
  },
}));
vi.mock(import('../../../src/media/worker/thumbnail'), () => ({
  smallJpegOf: () => Promise.reject(new Error('no JPEG')),
}));

beforeEach(() => new FakeDisk().install());
afterEach(() => vi.unstubAllGlobals());

function run(): Promise<WriteResult> {
  const events = { progress: () => undefined, openPainter: () => Promise.reject(new Error('not asked')) };
  return ExportJob.run('a', new File([], 'clip.mp4'), {} as ExportSettings, events, new JobControl());
}

test('packets that give no frame are no damage', async () => {
  [frames, broken] = [[0, 1, 2, 4, 5, 6, 7, 8, 9], null];
  expect(await run()).toMatchObject({
    clip: { frames: COUNTED - 1 },
    complete: true,
    error: null,
    notes: [],
  });
});

test.each([
  ['breaks off', new SourceBroken('EncodingError')],
  ['ends before its time', null],
])('a source that %s is told of', async (_, failure) => {
  [frames, broken] = [[0, 1, 2, 3], failure];
  const { clip, complete, notes } = await run();
  expect([clip?.frames, complete]).toEqual([4, false]);
  expect(notes).toEqual([expect.stringContaining('The file is damaged: 4 of 10 frames could be read')]);
});

test('a source that gives nothing at all is, too', async () => {
  [frames, broken] = [[], null];
  expect(await run()).toMatchObject({ clip: null, complete: false, error: { code: 'media-damaged' } });
});
