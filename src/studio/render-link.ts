import type { BackendName } from '../protocol/backend';
import { ImpastoError, toErrorReport, type ErrorReport } from '../protocol/errors';
import type { Size, Tier } from '../protocol/quality';
import type { Meters, RenderOptions, RenderReady, RenderSettings, SourceFrame } from '../protocol/render';
import { SpawnError, type Renderer, type RendererEvents, type SpawnRenderer } from '../renderer/renderer';
import { RebuildPolicy } from './rebuild-policy';

/** What the link asks of the studio, and tells it. */
export interface RenderLinkHost {
  settings(): RenderSettings;
  /** The backend forced from outside, and the working size. */
  readonly forced: Pick<RenderOptions, 'backend' | 'size'>;
  now(): number;
  /** A renderer paints now; `after`: the failure that it was rebuilt after, if any. */
  ready(ready: RenderReady, after: ErrorReport | null): void;
  /** A fresh canvas must be attached before anything else can happen. */
  needCanvas(): void;
  /** The renderer failed and is not rebuilt before {@link RenderLink.revive}. */
  dead(report: ErrorReport): void;
  meters(meters: Meters): void;
  step(reason: string): void;
  /** The network that the settings need cannot be had; the one before goes on painting. */
  refused(tier: Tier, report: ErrorReport): void;
  painted(): void;
}

/**
 * Keeps one renderer alive: spawns it once there is a canvas, rebuilds it once by itself when it
 * fails, tries another backend where one cannot be got ready, and holds the newest frame while there is
 * no renderer to take it.
 */
export class RenderLink {
  readonly #spawnRenderer: SpawnRenderer;
  readonly #host: RenderLinkHost;
  readonly #policy = new RebuildPolicy();
  /** Rises whenever what was begun before is out of date. */
  #generation = 0;
  #renderer: Renderer | null = null;
  #canvas: HTMLCanvasElement | null = null;
  #display: Size = { width: 0, height: 0 };
  #frameInterval: number | null = null;
  #waiting: SourceFrame | null = null;
  #clearing = 0;
  #dead = false;
  /** What it died of last. */
  #cause: ErrorReport | null = null;
  #after: ErrorReport | null = null;
  #revivals: (() => void)[] = [];

  constructor(spawnRenderer: SpawnRenderer, host: RenderLinkHost) {
    this.#spawnRenderer = spawnRenderer;
    this.#host = host;
  }

  get isDead(): boolean {
    return this.#dead;
  }

  get isReady(): boolean {
    return this.#renderer !== null;
  }

  /** The renderer, as soon as there is one; throws where there will be none before {@link revive}. */
  async present(): Promise<Renderer> {
    if (!this.#dead) await this.revive();
    if (this.#renderer !== null) return this.#renderer;
    const { code, message, detail } = this.#cause ?? toErrorReport('no renderer');
    throw new ImpastoError(code, message, detail);
  }

  /** Frames the present renderer has dropped. */
  get dropped(): number {
    return this.#renderer?.counts.dropped ?? 0;
  }

  attach(canvas: HTMLCanvasElement, display: Size): void {
    if (canvas === this.#canvas) {
      this.resize(display);
      return;
    }
    this.#canvas = canvas;
    this.#display = display;
    void this.#spawn(canvas);
  }

  resize(display: Size): void {
    this.#display = display;
    this.#renderer?.resize(display);
  }

  configure(): void {
    this.#renderer?.configure(this.#host.settings());
  }

  /** Ms between two frames of the source; 0 for a still picture. */
  setFrameInterval(interval: number): void {
    this.#frameInterval = interval;
    this.#renderer?.setFrameInterval(interval);
  }

  /** Takes ownership of `frame`. */
  submit(frame: SourceFrame): void {
    if (this.#renderer !== null && this.#clearing === 0) {
      this.#renderer.submit(frame);
      return;
    }
    this.#waiting?.image.close();
    this.#waiting = frame;
  }

  /** Forgets every frame; those submitted from now on wait until the canvas is clear. */
  clear(): void {
    this.#waiting?.image.close();
    this.#waiting = null;
    const renderer = this.#renderer;
    if (renderer === null) return;
    this.#clearing++;
    const cleared = (): void => {
      // A rebuilt renderer begins with a clear canvas, and with a count of its own.
      if (renderer !== this.#renderer) return;
      this.#clearing--;
      this.#flush();
    };
    // A renderer that cannot clear has failed, and says so by its own event.
    renderer.clear().then(cleared, cleared);
  }

  /** The picture on display, or null while there is no renderer. */
  takePicture(): Promise<Blob> | null {
    return this.#renderer?.takePicture() ?? null;
  }

  /** Rebuilds by hand; resolves when a renderer paints, or has failed again. */
  revive(): Promise<void> {
    if (this.#renderer !== null) return Promise.resolve();
    const settled = new Promise<void>((resolve) => this.#revivals.push(resolve));
    if (this.#dead) {
      this.#dead = false;
      this.#host.needCanvas();
    }
    return settled;
  }

  async #spawn(canvas: HTMLCanvasElement): Promise<void> {
    const generation = this.#retire();
    const display = this.#display;
    try {
      const renderer = await this.#spawnRenderer(canvas, this.#options(display), this.#events(generation));
      if (generation !== this.#generation) {
        renderer.dispose();
        return;
      }
      this.#welcome(renderer, display);
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#failedToStart(toErrorReport(error), error instanceof SpawnError ? error.backend : null);
    }
  }

  #failedToStart(report: ErrorReport, backend: BackendName | null): void {
    this.#retire();
    const others = this.#policy.failedToStart(report.code, backend, this.#host.now());
    if (others && this.#host.forced.backend === null) this.#rebuild(report);
    else this.#die(report);
  }

  #options(display: Size): RenderOptions {
    const { backend, size } = this.#host.forced;
    return {
      backend,
      // A forced backend stays forced: with it excluded there would be none.
      excluded: backend === null ? this.#policy.excluded : [],
      size,
      settings: this.#host.settings(),
      display,
      timeOrigin: performance.timeOrigin,
    };
  }

  #welcome(renderer: Renderer, displayAtSpawn: Size): void {
    this.#renderer = renderer;
    this.#dead = false;
    // What was changed while the renderer came up.
    renderer.configure(this.#host.settings());
    if (this.#display !== displayAtSpawn) renderer.resize(this.#display);
    if (this.#frameInterval !== null) renderer.setFrameInterval(this.#frameInterval);
    const after = this.#after;
    this.#after = null;
    this.#host.ready(renderer.ready, after);
    this.#flush();
    this.#settleRevivals();
  }

  #events(generation: number): RendererEvents {
    const current = (): boolean => generation === this.#generation;
    return {
      meters: (meters) => {
        if (current()) this.#host.meters(meters);
      },
      step: (_size, reason) => {
        if (current()) this.#host.step(reason);
      },
      refused: (tier, report) => {
        if (current()) this.#host.refused(tier, report);
      },
      painted: () => {
        if (current()) this.#host.painted();
      },
      failed: (report, backend) => {
        if (current()) this.#failed(report, backend);
      },
    };
  }

  #failed(report: ErrorReport, backend: BackendName | null): void {
    const blamed = backend ?? this.#renderer?.ready.info.backend ?? null;
    this.#retire();
    if (this.#policy.failed(report.code, blamed, this.#host.now())) this.#rebuild(report);
    else this.#die(report);
  }

  #rebuild(after: ErrorReport): void {
    this.#after = after;
    this.#host.needCanvas();
  }

  #die(report: ErrorReport): void {
    this.#dead = true;
    this.#cause = report;
    this.#after = null;
    this.#host.dead(report);
    this.#settleRevivals();
  }

  /** Disposes of the renderer there is, if any, and makes everything begun before out of date. */
  #retire(): number {
    const renderer = this.#renderer;
    this.#renderer = null;
    this.#clearing = 0;
    renderer?.dispose();
    return ++this.#generation;
  }

  #flush(): void {
    if (this.#renderer === null || this.#clearing > 0 || this.#waiting === null) return;
    const frame = this.#waiting;
    this.#waiting = null;
    this.#renderer.submit(frame);
  }

  #settleRevivals(): void {
    const revivals = this.#revivals;
    this.#revivals = [];
    for (const resolve of revivals) resolve();
  }
}
