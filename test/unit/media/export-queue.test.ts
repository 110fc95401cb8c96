import { expect, test, vi } from 'vitest';
import type { ClipLibrary, OpenJob } from '../../../src/media/clip-library';
import { ExportQueue } from '../../../src/media/export-queue';
import { ImpastoError } from '../../../src/protocol/errors';
import type { ExportSettings } from '../../../src/protocol/media';
import { settle } from '../studio/fakes';

/** Exports whose worker died, and of whose part no clip could be made. */
let unwanted = false;
vi.mock('../../../src/media/export-run', () => ({
  ExportRun: class {
    unwanted = unwanted;
    result = Promise.reject(new ImpastoError('internal', 'settling failed'));
  },
}));

test.each([
  ['is kept to be recovered', false, 'brokenOff'],
  ['goes where nobody wants it', true, 'dropped'],
] as const)('what an export has left that could not be finished %s', async (_, cancelled, ending) => {
  unwanted = cancelled;
  const ended: string[] = [];
  const job: OpenJob = {
    id: 'a',
    done: () => Promise.resolve(null),
    dropped: () => Promise.resolve(void ended.push('dropped')),
    brokenOff: () => Promise.resolve(void ended.push('brokenOff')),
  };
  const library = { freeBytes: () => Promise.resolve(Infinity), begin: () => Promise.resolve(job) };
  const nobody = () => Promise.reject(new Error('not asked'));
  const host = { openPainter: nobody, startCapture: nobody, stopCapture: nobody };
  const queue = new ExportQueue(host, library as unknown as ClipLibrary);
  queue.add(new File([], 'clip.mp4'), { format: 'mp4' } as ExportSettings);
  await settle();
  expect(ended).toEqual([ending]);
  expect(queue.state.items).toMatchObject([{ status: 'failed', error: { message: 'settling failed' } }]);
});
