import { afterEach, expect, test, vi } from 'vitest';
import type { ClipLibrary } from '../../../src/media/clip-library';
import { shareClip } from '../../../src/studio/hand-over-clip';

const clips = { file: () => Promise.resolve(new File(['clip'], 'clip.gif')) } as unknown as ClipLibrary;

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['refuses such files', false, null],
  ['refuses this one', true, 'NotAllowedError'],
])('a browser that %s says so', async (_, canShare, name) => {
  const share = () => (name === null ? Promise.resolve() : Promise.reject(new DOMException('no', name)));
  vi.stubGlobal('navigator', { canShare: () => canShare, share });
  await expect(shareClip(clips, 'a')).rejects.toThrow(
    'This browser does not share files as large as this, or of this kind. Download it instead.',
  );
});

test('closing the list of programs is no failure', async () => {
  const share = () => Promise.reject(new DOMException('closed', 'AbortError'));
  vi.stubGlobal('navigator', { canShare: () => true, share });
  await expect(shareClip(clips, 'a')).resolves.toBeUndefined();
});
