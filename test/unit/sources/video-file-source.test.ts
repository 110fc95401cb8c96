import { afterEach, expect, test, vi } from 'vitest';
import { VideoFileSource } from '../../../src/sources/video-file-source';

afterEach(() => vi.unstubAllGlobals());

/** A player that has its first picture at once. */
class Player extends EventTarget {
  readonly videoWidth = 640;
  readonly videoHeight = 480;
  currentTime = 0;
  #src = '';

  constructor(readonly duration: number) {
    super();
  }

  set src(url: string) {
    this.#src = url;
    queueMicrotask(() => this.dispatchEvent(new Event('loadeddata')));
  }

  get src(): string {
    return this.#src;
  }

  play = () => Promise.resolve();
  pause = () => undefined;
  load = () => undefined;
  removeAttribute = () => undefined;
  requestVideoFrameCallback = () => 0;
  cancelVideoFrameCallback = () => undefined;
}

test.each([
  ['is sought within its length', 4, [0, 3, 4]],
  ['that tells no length is sought all the same', Infinity, [0, 3, 9]],
])('a video %s', async (_, duration, reached) => {
  const player = new Player(duration);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { createElement: () => player }));
  const source = new VideoFileSource(new File(['x'], 'clip.webm'), {
    path: { clock: 'callback', grab: 'frame' },
  });
  await source.start({ frame: () => undefined, ended: () => undefined });
  const places = [-1, 3, 9].map((seconds) => {
    source.seek(seconds);
    return player.currentTime;
  });
  expect(places).toEqual(reached);
  source.stop();
});
