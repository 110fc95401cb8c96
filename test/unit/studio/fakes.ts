import type { Catalog } from '../../../src/network/catalog';
import type { ErrorReport } from '../../../src/protocol/errors';
import type { Meters, RenderOptions, RenderSettings, SourceFrame } from '../../../src/protocol/render';
import type { Renderer, RendererEvents, SpawnRenderer } from '../../../src/renderer/renderer';
import type { CameraInfo } from '../../../src/sources/cameras';
import type { FrameSink, FrameSource, SourceInfo, SourceKind } from '../../../src/sources/frame-source';
import { createStudio } from '../../../src/studio/create-studio';
import type { PreferenceStorage } from '../../../src/studio/preferences';
import type { Studio } from '../../../src/studio/studio';
import type { CameraFrameSource, StudioParts } from '../../../src/studio/studio-parts';
import { FakeMedia } from './fake-media';

export const CATALOG: Catalog = {
  networks: [],
  tiers: ['lite'],
  styles: ['starry-night', 'great-wave', 'scream'].map((id) => ({
    id,
    title: id,
    artist: 'Somebody',
    year: '1889',
    licence: 'public domain',
    thumbnail: `${id}.png`,
  })),
};

export const METERS: Meters = {
  stylizeFps: 24,
  displayFps: 24,
  stages: { ingest: 1, network: 20, present: 1 },
  gpuTimestamps: false,
  latency: 40,
  frameTime: 22,
  tier: 'lite',
  coming: null,
  workingSize: { width: 256, height: 144 },
  tensors: 10,
  gpuBytes: 1000,
  framesPainted: 1,
  framesOpen: 0,
};

/** A promise that is settled from outside. */
export class Deferred<T> {
  resolve!: (value: T) => void;
  reject!: (error: unknown) => void;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

export class FakeFrame implements SourceFrame {
  closed = 0;
  readonly captureTime = 0;
  // Only `close` is ever used outside of the browser.
  readonly image = { close: () => this.closed++ } as unknown as ImageBitmap;
}

export class FakeSource implements CameraFrameSource {
  readonly deviceId = 'camera-1';
  readonly log: string[] = [];
  readonly started = new Deferred<SourceInfo>();
  sink: FrameSink | null = null;

  constructor(
    readonly kind: SourceKind,
    automatic: boolean,
  ) {
    if (automatic) this.succeed();
  }

  get info(): SourceInfo {
    const frameInterval = this.kind === 'picture' ? 0 : 40;
    return { kind: this.kind, label: 'fake', width: 640, height: 480, frameInterval };
  }

  succeed(): void {
    this.started.resolve(this.info);
  }

  start(sink: FrameSink): Promise<SourceInfo> {
    this.log.push('start');
    this.sink = sink;
    return this.started.promise;
  }

  pause(): void {
    this.log.push('pause');
  }

  resume(): Promise<void> {
    this.log.push('resume');
    return Promise.resolve();
  }

  repeat(): void {
    this.log.push('repeat');
  }

  stop(): void {
    this.log.push('stop');
  }
}

export class FakeRenderer implements Renderer {
  readonly counts = { submitted: 0, dropped: 0 };
  readonly ready: Renderer['ready'];
  readonly submitted: SourceFrame[] = [];
  readonly configured: RenderSettings[] = [];
  readonly log: string[] = [];
  clearing: Deferred<void> | null = null;
  picture: Promise<Blob> = Promise.resolve(new Blob(['png']));

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly options: RenderOptions,
    readonly events: RendererEvents,
    fallbacks: Renderer['ready']['info']['fallbacks'] = [],
  ) {
    const backend =
      options.backend ??
      (['webgpu', 'webgl', 'wasm', 'cpu'] as const).find((b) => !options.excluded.includes(b));
    this.ready = {
      info: {
        backend: backend ?? 'cpu',
        engine: 'fake',
        software: false,
        adapter: 'fake',
        f16: false,
        threads: 1,
        fallbacks,
      },
    };
  }

  submit(frame: SourceFrame): void {
    this.submitted.push(frame);
  }
  configure(settings: RenderSettings): void {
    this.configured.push(settings);
  }
  resize(): void {
    this.log.push('resize');
  }
  setFrameInterval(interval: number): void {
    this.log.push(`interval ${interval}`);
  }
  takePicture(): Promise<Blob> {
    return this.picture;
  }
  clear(): Promise<void> {
    this.log.push('clear');
    return this.clearing?.promise ?? Promise.resolve();
  }
  openPainter(): Promise<void> {
    return Promise.resolve();
  }
  startCapture(): Promise<void> {
    return Promise.resolve();
  }
  stopCapture(): Promise<void> {
    return Promise.resolve();
  }
  openOptimizer(): Promise<void> {
    return Promise.resolve();
  }
  takeOriginal(): Promise<ImageBitmap> {
    return Promise.reject(new Error('There is no picture on paper.'));
  }
  dispose(): void {
    this.log.push('dispose');
  }
}

/** A studio whose browser, cameras and GPU are made of paper. */
export class Workbench {
  readonly renderers: FakeRenderer[] = [];
  readonly sources: FakeSource[] = [];
  readonly downloads: string[] = [];
  readonly media = new FakeMedia();
  readonly display = { width: 800, height: 450 };
  /** Errors that the next spawns throw, in turn. */
  readonly spawnErrors: Error[] = [];
  fallbacks: Renderer['ready']['info']['fallbacks'] = [];
  cameras: readonly CameraInfo[] = [];
  camerasChanged: () => void = () => undefined;
  now = 0;
  /** False: sources start only when told to. */
  automatic = true;
  readonly studio: Studio;

  constructor(
    options: { query?: string; storage?: PreferenceStorage; wide?: boolean; secure?: boolean } = {},
  ) {
    this.studio = createStudio({
      catalog: CATALOG,
      spawnRenderer: this.spawn,
      createMedia: () => this.media.studio,
      makeFilm: () => Promise.reject(new Error('Paper makes no films.')),
      readNetwork: null,
      siteNetwork: null,
      url: new URLSearchParams(options.query),
      storage: options.storage ?? null,
      parts: this.parts(options),
    });
  }

  get renderer(): FakeRenderer {
    return last(this.renderers);
  }

  get source(): FakeSource {
    return last(this.sources);
  }

  /** Attaches a canvas of its own and waits for the renderer. */
  async attach(): Promise<void> {
    this.studio.attachCanvas({} as HTMLCanvasElement, this.display);
    await settle();
  }

  /** Sends a frame from the newest source. */
  frame(source = this.source): FakeFrame {
    const frame = new FakeFrame();
    source.sink?.frame(frame);
    return frame;
  }

  async fail(report: ErrorReport): Promise<void> {
    this.renderer.events.failed(report, this.renderer.ready.info.backend);
    await settle();
  }

  private readonly spawn: SpawnRenderer = (canvas, options, events) => {
    const error = this.spawnErrors.shift();
    if (error !== undefined) return Promise.reject(error);
    const renderer = new FakeRenderer(canvas, options, events, this.fallbacks);
    this.renderers.push(renderer);
    return Promise.resolve(renderer);
  };

  private make(kind: SourceKind): FakeSource {
    const source = new FakeSource(kind, this.automatic);
    this.sources.push(source);
    return source;
  }

  private parts({ wide = true, secure = true }): StudioParts {
    return {
      camera: () => this.make('camera'),
      video: (): FrameSource => this.make('video'),
      picture: (): FrameSource => this.make('picture'),
      sample: (): FrameSource => this.make('sample'),
      listCameras: () => Promise.resolve(this.cameras),
      watchCameras: (changed) => {
        this.camerasChanged = changed;
        return () => undefined;
      },
      download: (_blob, name) => this.downloads.push(name),
      guard: () => undefined,
      now: () => this.now,
      secure,
      wide,
    };
  }
}

export class FakeStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
}

/** Lets everything that waits on settled promises run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('There is none yet.');
  return item;
}
