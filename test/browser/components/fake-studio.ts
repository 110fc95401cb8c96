import type { Size } from '../../../src/protocol/quality';
import type { SourceKind } from '../../../src/sources/frame-source';
import type { Preferences, Studio, StudioState } from '../../../src/studio/studio';
import { NO_MEDIA, recordingActions } from './fake-media';
import { NO_PAINTING, paintingStates, recordingPainting } from './fake-painting';

const TITLES = [
  ['starry-night', 'The Starry Night', 'Vincent van Gogh', '1889', 215],
  ['great-wave', 'The Great Wave off Kanagawa', 'Katsushika Hokusai', '1831', 200],
  ['the-scream', 'The Scream', 'Edvard Munch', '1893', 18],
  ['water-lilies', 'Water Lilies', 'Claude Monet', '1906', 150],
  ['composition-vii', 'Composition VII', 'Wassily Kandinsky', '1913', 340],
  ['grande-jatte', 'A Sunday on La Grande Jatte', 'Georges Seurat', '1886', 90],
  ['the-muse', 'La Muse', 'Robert Delaunay', '1912', 280],
  ['the-kiss', 'The Kiss', 'Gustav Klimt', '1908', 45],
  ['udnie', 'Udnie', 'Francis Picabia', '1913', 30],
  ['shipwreck', 'The Shipwreck of the Minotaur', 'J. M. W. Turner', '1810', 25],
] as const;

/** A picture of dabs around one hue, as a data URL: it stands in for what the network would paint. */
function thumbnail(hue: number): string {
  const dabs = Array.from({ length: 40 }, (_, i) => {
    const x = (i * 53) % 160;
    const y = (i * 37) % 120;
    const lightness = 30 + ((i * 29) % 45);
    const shade = (hue + ((i * 17) % 70) - 20 + (i % 7 === 0 ? 150 : 0)) % 360;
    return `<ellipse cx="${x}" cy="${y}" rx="12" ry="3.500" transform="rotate(${Math.sin(x / 40 + y / 30) * 90} ${x} ${y})" fill="hsl(${shade} 62% ${lightness}%)"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120" preserveAspectRatio="xMidYMid slice"><rect width="160" height="120" fill="hsl(${hue} 40% 30%)"/>${dabs.join('')}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const INITIAL: StudioState = {
  phase: 'idle',
  source: null,
  starting: null,
  cameras: [
    { id: 'front', label: 'FaceTime HD Camera' },
    { id: 'back', label: '' },
  ],
  cameraId: 'front',
  styles: TITLES.map(([id, title, artist, year, hue]) => ({
    id,
    title,
    artist,
    year,
    licence: 'Public domain',
    thumbnail: thumbnail(hue),
  })),
  preferences: {
    styleId: 'starry-night',
    mixStyleId: null,
    mixAmount: 0.5,
    strength: 1,
    smoothing: 0.5,
    quality: 'auto',
    mirror: true,
    metersOpen: true,
    panelOpen: true,
    singleKeys: true,
  },
  compare: 0,
  qualities: [
    {
      id: 'auto',
      title: 'Auto',
      tier: null,
      available: true,
      description: 'As fine as this device can paint live.',
    },
    {
      id: 'fast',
      title: 'Fast',
      tier: 'lite',
      available: true,
      description: 'The small network, for a steady frame rate.',
    },
    {
      id: 'balanced',
      title: 'Balanced',
      tier: 'standard',
      available: false,
      description: 'Not trained yet: this build has no weights for it.',
    },
    {
      id: 'best',
      title: 'Best',
      tier: 'johnson',
      available: false,
      description: 'Not trained yet: this build has no weights for it.',
    },
  ],
  backend: null,
  meters: null,
  notices: [],
  error: null,
  canRetry: false,
  canvasGeneration: 0,
  painted: false,
  media: NO_MEDIA,
  optimize: NO_PAINTING,
};

/** A studio that paints nothing: it remembers what it was asked, and a test sets its state. */
export class FakeStudio implements Studio {
  state: StudioState = INITIAL;
  readonly calls: [name: string, ...args: unknown[]][] = [];
  readonly canvases: HTMLCanvasElement[] = [];
  readonly media = recordingActions(this.calls);
  readonly optimize = recordingPainting(this.calls);
  private readonly listeners = new Set<() => void>();

  /** Changes the state and tells everybody. */
  set(change: Partial<StudioState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  /** Puts "Paint this frame" on show. */
  async paintFrame(
    which: keyof Awaited<ReturnType<typeof paintingStates>>,
    change: Partial<StudioState['optimize']> = {},
  ): Promise<void> {
    const [style] = this.state.styles;
    const states = await paintingStates(style ? [{ style, weight: 1 }] : []);
    this.set({ phase: 'paused', optimize: { ...states[which], ...change } });
  }

  get listenerCount(): number {
    return this.listeners.size;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Puts everything on show that a running session has. */
  goLive(kind: SourceKind = 'camera'): void {
    this.set({
      phase: 'live',
      painted: true,
      source: { kind, label: 'FaceTime HD Camera', width: 1280, height: 720, frameInterval: 1000 / 30 },
      backend: {
        backend: 'webgpu',
        adapter: 'Apple M2, metal-3',
        f16: true,
        threads: 1,
        engine: 'Impasto',
        software: false,
        fallbacks: [],
      },
      meters: {
        stylizeFps: 29.7,
        displayFps: 59.9,
        captureFps: 30,
        dropped: 3,
        stages: { ingest: 0.6, network: 14.2, present: 0.9 },
        gpuTimestamps: true,
        latency: 38.4,
        frameTime: 15.7,
        tier: 'lite',
        coming: null,
        workingSize: { width: 640, height: 360 },
        tensors: 112,
        gpuBytes: 48_300_000,
        framesPainted: 900,
        framesOpen: 1,
        history: Array.from({ length: 60 }, (_, i) => 24 + 5 * Math.sin(i / 5) + (i % 7 === 0 ? -4 : 0)),
      },
    });
  }

  attachCanvas(canvas: HTMLCanvasElement, display: Size): void {
    this.canvases.push(canvas);
    this.calls.push(['attachCanvas', display.width, display.height]);
  }

  resize(display: Size): void {
    this.calls.push(['resize', display.width, display.height]);
  }

  startCamera(deviceId?: string): Promise<void> {
    this.calls.push(['startCamera', deviceId]);
    return Promise.resolve();
  }

  openVideo(file: File): Promise<void> {
    this.calls.push(['openVideo', file.name]);
    return Promise.resolve();
  }

  openPicture(file: File): Promise<void> {
    this.calls.push(['openPicture', file.name]);
    return Promise.resolve();
  }

  startSample(): Promise<void> {
    this.calls.push(['startSample']);
    return Promise.resolve();
  }

  pause(): void {
    this.calls.push(['pause']);
    this.set({ phase: 'paused' });
  }

  resume(): void {
    this.calls.push(['resume']);
    this.set({ phase: 'live' });
  }

  stop(): void {
    this.calls.push(['stop']);
    this.set({ phase: 'idle', source: null, painted: false, meters: null });
  }

  takePicture(): Promise<void> {
    this.calls.push(['takePicture']);
    return Promise.resolve();
  }

  addStyle(files: readonly File[]): Promise<void> {
    this.calls.push(['addStyle', files.map(({ name }) => name)]);
    return Promise.resolve();
  }

  removeStyle(id: string): Promise<void> {
    this.calls.push(['removeStyle', id]);
    return Promise.resolve();
  }

  prefer(change: Partial<Preferences>): void {
    this.calls.push(['prefer', change]);
    this.set({ preferences: { ...this.state.preferences, ...change } });
  }

  setCompare(share: number): void {
    this.calls.push(['setCompare', share]);
    this.set({ compare: share });
  }

  dismissError(): void {
    this.calls.push(['dismissError']);
    this.set({ error: null });
  }

  dismissNotice(id: number): void {
    this.calls.push(['dismissNotice', id]);
    this.set({ notices: this.state.notices.filter((notice) => notice.id !== id) });
  }

  retry(): Promise<void> {
    this.calls.push(['retry']);
    this.set({ error: null, canRetry: false });
    return Promise.resolve();
  }
}
