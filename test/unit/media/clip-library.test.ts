/** What a crash has left: it is lost in no way but by being thrown away. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClipIndex, JobRecord } from '../../../src/media/clip-index';
import { ClipLibrary } from '../../../src/media/clip-library';
import type { ClipFormat, WriteResult, WrittenClip } from '../../../src/protocol/media';
import { settle } from '../../../src/media/worker/settle';
import { Deferred } from '../studio/fakes';
import { fakeClip } from './fake-clips';
import { FakeDisk } from './fake-disk';

const JOB: JobRecord = { id: 'a', name: 'Recording', kind: 'recording', format: 'webm', startedAt: 0 };
const NO_CLIP: WriteResult = { clip: null, complete: false, error: null, notes: [] };

/** The index, in memory. */
const stores = { clips: new Map<string, object>(), jobs: new Map<string, object>() };
type StoreName = keyof typeof stores;
const index = {
  get: (store: StoreName, id: string) => Promise.resolve(stores[store].get(id)),
  getAll: (store: StoreName) => Promise.resolve([...stores[store].values()]),
  getAllKeys: (store: StoreName) => Promise.resolve([...stores[store].keys()]),
  put: vi.fn((store: StoreName, value: { id: string }) =>
    Promise.resolve(void stores[store].set(value.id, value)),
  ),
  delete: (store: StoreName, id: string) => Promise.resolve(void stores[store].delete(id)),
};
vi.mock(import('../../../src/media/clip-index'), async (original) => ({
  ...(await original()),
  openClipIndex: () => Promise.resolve(index as unknown as ClipIndex),
}));

/** The worker's part, on this thread. */
const recoverPart = vi.fn<(id: string, format: ClipFormat) => Promise<WriteResult>>();
vi.mock(import('../../../src/media/media-link'), async (original) => ({
  ...(await original()),
  recoverPart: (id: string, format: ClipFormat) => recoverPart(id, format),
}));

let disk: FakeDisk;

beforeEach(async () => {
  for (const store of Object.values(stores)) store.clear();
  recoverPart.mockReset();
  recoverPart.mockImplementation(async (id) => ({ ...NO_CLIP, clip: await settle(id, 'webm') }));
  disk = new FakeDisk();
  disk.install();
  await disk.put('parts', JOB.id, await fakeClip(50));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The library as the visit after a crash finds it. */
async function nextVisit(): Promise<ClipLibrary> {
  stores.jobs.set(JOB.id, JOB);
  const library = new ClipLibrary();
  await library.loaded;
  expect(library.state.recoverable).toMatchObject([{ id: JOB.id, recovering: false }]);
  return library;
}

test('“Recover clip” pressed twice makes one clip', async () => {
  const library = await nextVisit();
  const both = [library.recover(JOB.id), library.recover(JOB.id)];
  expect(library.state.recoverable).toMatchObject([{ recovering: true }]);
  await library.discard(JOB.id);
  for (const clip of await Promise.all(both)) expect(clip?.frames).toBe(50);
  expect(recoverPart).toHaveBeenCalledOnce();
  expect(library.state).toMatchObject({ clips: [{ id: JOB.id, frames: 50 }], recoverable: [] });
  expect([await disk.names('parts'), [...stores.jobs.keys()]]).toEqual([[], []]);
});

test('a recovery that fails can be tried again, now and at the next visit', async () => {
  const library = await nextVisit();
  recoverPart.mockRejectedValueOnce(new Error('The media thread stopped unexpectedly.'));
  await expect(library.recover(JOB.id)).rejects.toThrow('stopped');
  expect(library.state.recoverable).toMatchObject([{ id: JOB.id, recovering: false }]);
  expect((await (await nextVisit()).recover(JOB.id))?.frames).toBe(50);
});

test('a clip that the index had no room for is not lost', async () => {
  const library = await nextVisit();
  index.put.mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
  await expect(library.recover(JOB.id)).rejects.toThrow('full');
  expect((await library.recover(JOB.id))?.frames).toBe(50);
});

test('what is thrown away is gone', async () => {
  const library = await nextVisit();
  await library.discard(JOB.id);
  expect(library.state.recoverable).toEqual([]);
  expect([await disk.names('parts'), [...stores.jobs.keys()]]).toEqual([[], []]);
});

test('a recording that cannot be settled is kept to be recovered; what never began is forgotten', async () => {
  const library = new ClipLibrary();
  await library.loaded;
  const broken = await library.begin('broken', 'recording', 'webm');
  await disk.put('parts', broken.id, await fakeClip(50));
  await broken.brokenOff();
  const never = await library.begin('never', 'export', 'webm');
  await never.brokenOff();
  expect(library.state.recoverable).toMatchObject([{ id: broken.id, name: 'broken', recovering: false }]);
  expect([...stores.jobs.keys()]).toEqual([broken.id]);
  expect((await library.recover(broken.id))?.frames).toBe(50);
});

test('a clip that is being saved to disk is neither deleted nor saved twice', async () => {
  const library = await nextVisit();
  await library.recover(JOB.id);
  const copy = new Deferred<void>();
  const saving = library.whileSaving(JOB.id, () => copy.promise);
  const again = vi.fn();
  await library.whileSaving(JOB.id, again);
  expect(again).not.toHaveBeenCalled();
  expect(library.state.saving).toEqual([JOB.id]);
  await expect(library.delete(JOB.id)).rejects.toThrow('being saved');
  copy.reject(new Error('full'));
  await expect(saving).rejects.toThrow('full');
  expect(library.state).toMatchObject({ saving: [], clips: [{ id: JOB.id }] });
  await library.delete(JOB.id);
  expect(library.state).toMatchObject({ clips: [], deleted: { id: JOB.id } });
});

/** A library with one clip, which is deleted. */
async function deleted(): Promise<ClipLibrary> {
  const library = await nextVisit();
  await library.recover(JOB.id);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await library.delete(JOB.id);
  return library;
}

const anotherVisit = async () => {
  const library = new ClipLibrary();
  await library.loaded;
  return library;
};

test('a deletion can be undone though another tab was opened meanwhile; after its time it is final', async () => {
  const library = await deleted();
  expect((await anotherVisit()).state).toMatchObject({ status: 'ready', clips: [] });
  await library.undoDelete();
  expect(library.state.clips).toMatchObject([{ id: JOB.id }]);
  await library.delete(JOB.id);
  vi.setSystemTime(Date.now() + 20_000);
  await anotherVisit();
  expect([await disk.names('clips'), [...stores.clips.keys()]]).toEqual([[], []]);
  await expect(library.undoDelete()).rejects.toThrow('could not be brought back');
});

test('what is being removed for good cannot be brought back any more', async () => {
  const library = await deleted();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(library.state.deleted).toMatchObject({ id: JOB.id });
  vi.advanceTimersByTime(1);
  expect(library.state.deleted).toBeNull();
});

test('what cannot be cleared up keeps nobody from the clips, nor from deleting another', async () => {
  await disk.lock('clips', 'stale.webm');
  await disk.lock('parts', 'stale');
  await disk.put('parts', 'other', new Uint8Array());
  const library = await deleted();
  vi.setSystemTime(Date.now() + 20_000);
  await disk.lock('clips', `${JOB.id}.webm`);
  expect((await anotherVisit()).state).toMatchObject({ status: 'ready', error: null });
  expect(await disk.names('parts')).toEqual(['stale']);
  await expect(library.delete('none')).resolves.toBeUndefined();
});

test('a part that another tab begins while files are cleared up stays', async () => {
  const { getAllKeys } = index;
  const begun = vi.spyOn(index, 'getAllKeys').mockImplementationOnce(async (store) => {
    const known = await getAllKeys(store);
    await disk.put('parts', 'new', new Uint8Array());
    return known;
  });
  await anotherVisit();
  begun.mockRestore();
  expect(await disk.names('parts')).toContain('new');
});

/** A GIF that is being written, and what it is once it is whole. */
async function begunGif() {
  const library = await anotherVisit();
  const job = await library.begin('gif', 'export', 'gif');
  await disk.put('clips', `${job.id}.gif`, new Uint8Array(9));
  const clip = { format: 'gif', file: `${job.id}.gif`, bytes: 9, thumbnail: null } as WrittenClip;
  return { library, job, clip };
}

test('a GIF that breaks off leaves nothing on the disk', async () => {
  const { job } = await begunGif();
  await job.brokenOff();
  expect([await disk.names('clips'), [...stores.jobs.keys()]]).toEqual([[], []]);
});

test('a whole GIF that the index had no room for can be had all the same, or thrown away', async () => {
  const { library, job, clip } = await begunGif();
  const noRoom = () => index.put.mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
  noRoom();
  await expect(job.done({ ...NO_CLIP, clip })).rejects.toThrow('full');
  await job.brokenOff();
  expect(library.state.recoverable).toMatchObject([{ id: job.id }]);
  expect(await library.recover(job.id)).toMatchObject({ id: job.id, format: 'gif' });

  const other = await library.begin('other', 'export', 'gif');
  await disk.put('clips', `${other.id}.gif`, new Uint8Array(9));
  noRoom();
  const file = `${other.id}.gif`;
  await expect(other.done({ ...NO_CLIP, clip: { ...clip, file } })).rejects.toThrow('full');
  await other.brokenOff();
  await library.discard(other.id);
  expect(await disk.names('clips')).not.toContain(file);
});

test('what is dropped while its writer still holds it is forgotten, and goes with the next visit', async () => {
  const library = await anotherVisit();
  const job = await library.begin('broken', 'recording', 'webm');
  await disk.lock('parts', job.id);
  await job.dropped();
  expect([...stores.jobs.keys()]).toEqual([]);
});
