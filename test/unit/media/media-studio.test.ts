import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMediaStudio } from '../../../src/media/media-studio';
import { Deferred, settle } from '../studio/fakes';

vi.mock(import('../../../src/media/clip-index'), async (original) => ({
  ...(await original()),
  openClipIndex: () => new Promise(() => undefined),
}));

/** How many ask before the page is left. */
let asking = 0;

beforeEach(() => {
  vi.stubGlobal('addEventListener', () => (asking += 1));
  vi.stubGlobal('removeEventListener', () => (asking -= 1));
});

afterEach(() => vi.unstubAllGlobals());

test('while a clip is saved to disk the browser asks before the page is left', async () => {
  const nobody = () => Promise.reject(new Error('not asked'));
  const { clips } = createMediaStudio({ openPainter: nobody, startCapture: nobody, stopCapture: nobody });
  const copy = new Deferred<void>();
  const saving = clips.whileSaving('a', () => copy.promise);
  await settle();
  expect(asking).toBe(1);
  copy.resolve();
  await saving;
  await settle();
  expect(asking).toBe(0);
});
