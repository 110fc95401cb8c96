import { afterEach, expect, test, vi } from 'vitest';
import { saveFile } from '../../../src/media/save-file';

const FILE = () => Promise.resolve(new File(['clip'], 'clip.mp4'));

afterEach(() => vi.unstubAllGlobals());

/** A place that the user chooses, and what is written there. */
function choose(write: (data: Uint8Array) => void): void {
  const createWritable = () => Promise.resolve(new WritableStream({ write }));
  vi.stubGlobal('showSaveFilePicker', () => Promise.resolve({ createWritable }));
}

test('a file is copied to the place that was chosen', async () => {
  const written: string[] = [];
  choose((data) => void written.push(new TextDecoder().decode(data)));
  await saveFile('clip.mp4', FILE);
  expect(written.join('')).toBe('clip');
});

test('thinking better of it is no failure', async () => {
  vi.stubGlobal('showSaveFilePicker', () => Promise.reject(new DOMException('closed', 'AbortError')));
  await expect(saveFile('clip.mp4', FILE)).resolves.toBeUndefined();
});

test.each(['QuotaExceededError', 'AbortError'])('writing that fails by %s is told of', async (name) => {
  choose(() => {
    throw new DOMException('no', name);
  });
  await expect(saveFile('clip.mp4', FILE)).rejects.toMatchObject({
    report: {
      code: 'storage-failed',
      message: '“clip.mp4” could not be saved there. Choose another place; the clip is still here.',
    },
  });
});
