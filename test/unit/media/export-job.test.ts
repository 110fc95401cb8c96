import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import { ExportJob } from '../../../src/media/worker/export-job';
import { JobControl } from '../../../src/media/worker/job-control';
import { SourceBroken, type TimedFrame } from '../../../src/media/worker/source-frames';
import type { AudioFeeder } from '../../../src/media/worker/audio-feeder';
import type {
  ClipFormat,
  ExportSettings,
  PainterReady,
  WriteResult,
  WrittenClip,
} from '../../../src/protocol/media';
import { FakeDisk } from './fake-disk';

const COUNTED = 10;
const SIZE = { width: 64, height: 48 };

/** The source: frames at these places, and then perhaps a failure. */
let frames: readonly number[] = [];
let broken: SourceBroken | null = null;
let format: ClipFormat = 'png';
/** What is told of the only sound track of a WebM. */
let damage: string | null = null;

vi.mock(import('../../../src/media/worker/plan'), () => ({
  planExport: () =>
    Promise.resolve({
      plan: { format, size: SIZE, range: { start: 0, end: 1 }, frames: COUNTED },
      audio: [{}],
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
vi.mock(import('../../../src/media/worker/codecs'), async (original) => ({
  ...(await original()),
  videoCodecFor: () => Promise.resolve('vp8' as const),
}));
vi.mock(import('../../../src/media/worker/audio-feeder'), () => ({
  openFeeder: () => Promise.resolve({ damage } as AudioFeeder),
}));
vi.mock('../../../src/media/worker/writers/video-writer', () => ({
  VideoWriter: {
    open: () => Promise.resolve({ add: () => Promise.resolve(), finish: () => Promise.resolve() }),
  },
}));
vi.mock(import('../../../src/media/worker/settle'), () => ({
  settle: () => Promise.resolve({ frames: frames.length } as WrittenClip),
}));
/** A file of which not one of the frames is left that a palette is made from. */
vi.mock('mediabunny', async (original) => ({
  ...(await original<object>()),
  VideoSampleSink: class {
    getSample = () => Promise.resolve(null);
  },
}));
vi.mock('../../../src/media/worker/writers/pixel-reader', () => ({
  PixelReader: class {
    read = () => ({ data: new Uint8ClampedArray(4 * SIZE.width * SIZE.height).fill(255) });
  },
}));
vi.mock(import('../../../src/media/worker/thumbnail'), () => ({
  smallJpegOf: () => Promise.reject(new Error('no JPEG')),
}));

beforeEach(() => {
  new FakeDisk().install();
  [format, damage] = ['png', null];
});
afterEach(() => vi.unstubAllGlobals());

function run(control = new JobControl()): Promise<WriteResult> {
  const events = {
    progress: () => undefined,
    openPainter: () => Promise.reject(new Error('not asked')),
    settling: () => undefined,
  };
  return ExportJob.run('a', new File([], 'clip.mp4'), {} as ExportSettings, events, control);
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

test('damaged sound leaves the picture whole, and is told of', async () => {
  [frames, broken, format] = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], null, 'webm'];
  expect(await run()).toMatchObject({ complete: true, notes: [] });
  damage = 'The sound is damaged from 0:05 on and ends there.';
  expect(await run()).toMatchObject({
    clip: { frames: COUNTED },
    complete: false,
    error: null,
    notes: [damage],
  });
});

test('a GIF that is cancelled at once has not failed', async () => {
  [frames, broken, format] = [[0, 1], null, 'gif'];
  const control = new JobControl();
  control.cancel(true);
  expect(await run(control)).toEqual({ clip: null, complete: false, error: null, notes: [] });
});

test('a GIF has the colours of its first frame where no others can be had', async () => {
  [frames, broken, format] = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], null, 'gif'];
  expect(await run()).toMatchObject({ clip: { frames: COUNTED }, complete: true, error: null });
  [frames, broken] = [[], new SourceBroken('EncodingError')];
  expect(await run()).toMatchObject({ clip: null, error: { code: 'media-damaged' } });
});
