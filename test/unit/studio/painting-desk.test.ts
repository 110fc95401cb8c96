import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PaintingDesk } from '../../../src/studio/painting-desk';
import { PaintingMemory, type StoredPainting } from '../../../src/studio/painting-memory';
import { CATALOG, settle } from './fakes';
import { bitmap, PaperCanvas, PaperOptimizer, report } from './paper-optimizer';

/** What an earlier visit has left. */
const EARLIER: StoredPainting = {
  photo: new Blob(),
  mask: null,
  masking: null,
  styles: { pictures: [], choices: [] },
  run: {
    history: [report(5)],
    kept: [{ iteration: 5, picture: new Blob() }],
    checkpoint: null,
    compared: null,
    recipe: null,
  },
  open: false,
  seen: 0,
};

let optimizer: PaperOptimizer;
let desk: PaintingDesk;
/** Which frame of the live picture is on display. */
let frame: string | null;
let photos: number;
/** Names of files, in turn. */
let downloads: string[];

/** A desk of paper; `stored`: what an earlier visit has left. */
async function begin(stored: StoredPainting | null = null): Promise<void> {
  vi.spyOn(PaintingMemory.prototype, 'load').mockResolvedValue(stored);
  vi.stubGlobal('OffscreenCanvas', PaperCanvas);
  vi.stubGlobal('createImageBitmap', () => Promise.resolve(bitmap()));
  optimizer = new PaperOptimizer();
  frame = '1';
  photos = 0;
  downloads = [];
  desk = new PaintingDesk({
    paintings: CATALOG.styles,
    storage: null,
    readNetwork: null,
    siteNetwork: null,
    makeFilm: () => Promise.reject(new Error('Paper makes no films.')),
    tier: () => 'lite',
    frame: () => frame,
    liveMix: () => ({ weights: { scream: 1 }, strength: 1 }),
    renderer: () => {
      const { renderer } = optimizer;
      return Promise.resolve({ ...renderer, takeOriginal: () => Promise.resolve((photos++, bitmap())) });
    },
    pauseLive: () => undefined,
    endRecording: () => undefined,
    download: (_blob, name) => downloads.push(name),
    guard: () => undefined,
    changed: () => undefined,
    fail: ({ code, detail }) => {
      // There is no database on paper.
      if (code !== 'storage-failed') throw new Error(detail);
    },
  });
  await settle();
}

beforeEach(() => begin());

afterEach(() => {
  optimizer.end();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A frame is taken, and a run on it has come to its third iteration. */
async function painting(): Promise<void> {
  await desk.open();
  void desk.start();
  await vi.waitFor(() => expect(optimizer.events).not.toBeNull());
  await optimizer.keep(0);
  await optimizer.tell(1, 2, 3);
  expect(photos).toBe(1);
}

async function finished(): Promise<void> {
  await optimizer.tell(4, 5);
  optimizer.finish();
  await vi.waitFor(() => expect(desk.state.status).toBe('finished'));
}

describe('what is taken', () => {
  it('is the frame on display, once', async () => {
    await desk.open();
    desk.leave();
    await desk.open();
    expect(photos).toBe(1);
    desk.leave();
    frame = '2';
    await desk.open();
    expect(photos).toBe(2);
  });

  it('is no other frame before a painting that was finished meanwhile has been looked at', async () => {
    await painting();
    desk.leave();
    frame = '2';
    await finished();
    await desk.open();
    expect(photos).toBe(1);
    expect(desk.state).toMatchObject({ open: true, status: 'finished', progress: { iteration: 5 } });
    desk.leave();
    await desk.open();
    expect(photos).toBe(2);
    expect(desk.state).toMatchObject({ open: true, status: 'ready', progress: null });
  });

  it('is another frame once the finished painting was on show', async () => {
    await painting();
    await finished();
    desk.leave();
    frame = '2';
    await desk.open();
    expect(photos).toBe(2);
  });

  it.each([
    ['another frame', 'was on show to its end', 5, 1],
    ['no other frame', 'went on out of sight', 3, 0],
  ])('is %s where the painting of an earlier visit %s', async (_, __, seen, taken) => {
    await begin({ ...EARLIER, seen });
    await vi.waitFor(() => expect(desk.state.photo).not.toBeNull());
    await desk.open();
    expect(photos).toBe(taken);
  });
});

describe('files', () => {
  it('tell what the run was begun with, whatever is chosen afterwards', async () => {
    await painting();
    await finished();
    desk.chooseStyle('great-wave');
    desk.saveLossTable();
    void desk.resume();
    expect(desk.state.status).toBe('starting');
    desk.saveLossTable();
    expect(downloads).toEqual([
      expect.stringMatching(/^impasto-scream-/),
      expect.stringMatching(/^impasto-great-wave-/),
    ]);
  });
});

describe('a mask', () => {
  it.each([
    ['switched off', false, false],
    ['in use', true, true],
    ['of an earlier version', null, true],
  ])('that was %s comes back as it was', async (_, masking, comes) => {
    await begin({ ...EARLIER, mask: new Blob(), masking });
    await vi.waitFor(() => expect(desk.state.mask).not.toBeNull());
    expect(desk.state.masking).toBe(comes);
    const put = vi.spyOn(PaintingMemory.prototype, 'putMasking');
    desk.useMask(!comes);
    expect(put.mock.calls).toEqual([[!comes]]);
  });
});
