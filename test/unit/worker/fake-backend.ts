import type { Compositor } from '../../../src/compositor/compositor';
import type { EngineOutput, EnginePicture, StreamFrame, StyleEngine } from '../../../src/engine/style-engine';
import type { Size } from '../../../src/protocol/quality';
import type { OpenedBackend } from '../../../src/worker/backend';
import type { Surface } from '../../../src/worker/surface';

const INFO = {
  backend: 'webgpu',
  engine: 'fake',
  adapter: 'fake',
  software: false,
  f16: false,
  threads: 1,
} as const;
const PICTURE: EnginePicture = { kind: 'pixels', data: new Float32Array() };

/** A frame without pixels. */
export function fakeFrame(width = 640, height = 480) {
  const frame = { width, height, closed: 0, close: () => frame.closed++ };
  return frame;
}

/** Notes what it holds; a picture is finished at once unless a test says when. */
export class FakeCompositor implements Compositor {
  original: Size | null = null;
  readonly held: unknown[] = [];
  presented = 0;
  disposed = 0;
  finished: () => Promise<void> = () => Promise.resolve();

  hold(image: VideoFrame | ImageBitmap): void {
    this.held.push(image);
    this.original = image as ImageBitmap;
  }
  ingest(): EnginePicture {
    return PICTURE;
  }
  present(): void {
    this.presented++;
  }
  takePicture(): Promise<Blob> {
    return Promise.resolve(new Blob());
  }
  takeOriginal(): Promise<ImageBitmap> {
    return Promise.reject(new Error('There is no picture on paper.'));
  }
  resize(): void {
    // Paper has one size.
  }
  clear(): void {
    this.original = null;
  }
  stageTimes(): null {
    return null;
  }
  bytes(): number {
    return 0;
  }
  dispose(): void {
    this.disposed++;
  }
}

/** Notes what is asked of it. */
export class FakeEngine implements StyleEngine {
  readonly info = INFO;
  readonly painted: { size: Size; frame: StreamFrame | null }[] = [];
  readonly forgotten: object[] = [];
  trimmed = 0;
  disposed = 0;
  loading: Promise<void> = Promise.resolve();

  load(): Promise<void> {
    return this.loading;
  }
  setMix(): void {
    // Paper has no style.
  }
  stylize(_picture: EnginePicture, size: Size, frame: StreamFrame | null = null): EngineOutput {
    this.painted.push({ size, frame });
    return { picture: PICTURE, release: () => undefined };
  }
  trim(): void {
    this.trimmed++;
  }
  forget(stream: object): void {
    this.forgotten.push(stream);
  }
  memory() {
    return { tensors: 0, bytes: 0 };
  }
  dispose(): void {
    this.disposed++;
  }
}

/** Gives a frame, or a picture, without pixels for every painting. */
export class FakeSurface implements Surface {
  readonly compositor = new FakeCompositor();
  readonly captured: ReturnType<typeof fakeFrame>[] = [];
  readonly taken: ReturnType<typeof fakeFrame>[] = [];
  disposed = 0;

  capture(): VideoFrame {
    const frame = fakeFrame();
    this.captured.push(frame);
    return frame as unknown as VideoFrame;
  }
  takePicture(): Promise<ImageBitmap> {
    const picture = fakeFrame();
    this.taken.push(picture);
    return Promise.resolve(picture);
  }
  dispose(): void {
    this.disposed++;
  }
}

/** A backend of paper, with one engine for all networks and memory for pictures of so many pixels a side. */
export function fakeBackend(memory = Infinity) {
  const compositor = new FakeCompositor();
  const engine = new FakeEngine();
  const surfaces: FakeSurface[] = [];
  const backend: OpenedBackend = {
    info: { ...INFO, fallbacks: [] },
    openEngine: () => engine,
    compositor,
    lost: new Promise(() => undefined),
    withinMemory: async (work) => {
      const value = await work();
      const { width = 0, height = 0 } = engine.painted.at(-1)?.size ?? {};
      return Math.max(width, height) > memory
        ? { value, shortage: 'no more paper' }
        : { value, shortage: null };
    },
    openSurface: () => {
      const surface = new FakeSurface();
      surfaces.push(surface);
      return surface;
    },
    tensors: { limits: { total: 0, tensor: 0 }, open: () => Promise.resolve() },
  };
  return { backend, compositor, engine, surfaces };
}
