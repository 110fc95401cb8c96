import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { Size } from '../protocol/quality';
import type { Meters, RenderReady } from '../protocol/render';
import { clamp } from '../shared/clamp';
import { Store } from '../shared/store';
import { initialState } from './initial-state';
import { MetersMerge } from './meters';
import { addNotice, fallbackText, rebuiltText, softwareText } from './notices';
import { PaintChoices } from './paint-choices';
import { PaintingDesk } from './painting-desk';
import { painterHost } from './painter-host';
import { pictureName } from './picture-name';
import { RenderLink } from './render-link';
import { insecurePage, noPicture } from './sentences';
import { SourceDesk } from './source-desk';
import type { Preferences, Studio, StudioState } from './studio';
import { StudioMedia } from './studio-media';
import type { StudioOptions } from './studio-options';
import type { StudioParts } from './studio-parts';
import { parseUrlOptions, type UrlOptions } from './url-options';

type Options = StudioOptions & { readonly parts: StudioParts };

/**
 * Leads sources, renderer, files, "Paint this frame" and preferences into one state that the page shows, and the page's
 * wishes to them.
 */
export class ImpastoStudio implements Studio {
  readonly #options: Options;
  readonly #parts: StudioParts;
  readonly #forced: UrlOptions;
  readonly #store: Store<StudioState>;
  readonly #link: RenderLink;
  readonly #meters = new MetersMerge();
  readonly #choices: PaintChoices;
  readonly #sources: SourceDesk;
  readonly media: StudioMedia;
  readonly optimize: PaintingDesk;
  #lastNotice = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#parts = options.parts;
    this.#forced = parseUrlOptions(options.url);
    this.#link = this.#makeLink();
    this.media = this.#makeMedia();
    this.optimize = this.#makePaintingDesk();
    const store = new Store(initialState(options, this.media.state, this.optimize.state));
    this.#store = store;
    this.#choices = new PaintChoices(store, options.catalog, options.storage, () => this.#link.configure());
    this.#sources = new SourceDesk({
      store,
      parts: options.parts,
      link: this.#link,
      meters: this.#meters,
      media: this.media,
      revive: () => this.#revive(),
    });
    if (!options.parts.secure) store.update({ error: insecurePage().report });
    void this.#choices.restoreStyles();
  }

  get state(): StudioState {
    return this.#store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  attachCanvas(canvas: HTMLCanvasElement, display: Size): void {
    this.#link.attach(canvas, display);
  }

  resize(display: Size): void {
    this.#link.resize(display);
  }

  startCamera(deviceId?: string): Promise<void> {
    return this.#sources.startCamera(deviceId);
  }

  openVideo(file: File, others: readonly File[] = []): Promise<void> {
    return this.#sources.openVideo(file, others);
  }

  openPicture(file: File): Promise<void> {
    return this.#sources.openPicture(file);
  }

  startSample(): Promise<void> {
    return this.#sources.startSample();
  }

  pause(): void {
    this.#sources.pause();
  }

  resume(): void {
    this.#sources.resume();
  }

  stop(): void {
    this.#sources.stop();
  }

  async takePicture(): Promise<void> {
    try {
      const picture = this.state.painted ? await this.#link.takePicture() : null;
      if (picture === null) throw noPicture();
      this.#parts.download(picture, pictureName(this.state.preferences.styleId, new Date()));
    } catch (error) {
      this.#store.update({ error: toErrorReport(error) });
    }
  }

  prefer(change: Partial<Preferences>): void {
    this.#choices.prefer(change);
    if (change.quality !== undefined) this.#sources.qualityChosen();
  }

  addStyle(files: readonly File[]): Promise<void> {
    return this.#choices.addStyle(files);
  }

  removeStyle(id: string): Promise<void> {
    return this.#choices.removeStyle(id);
  }

  setCompare(share: number): void {
    if (!Number.isFinite(share)) return;
    this.#store.update({ compare: clamp(share, 0, 1) });
    this.#link.configure();
  }

  dismissError(): void {
    this.#store.update({ error: null });
  }

  dismissNotice(id: number): void {
    this.#store.update({ notices: this.state.notices.filter((notice) => notice.id !== id) });
  }

  async retry(): Promise<void> {
    this.#store.update({ error: null, canRetry: false });
    await this.#link.revive();
  }

  /** Whoever wants something painted may have a dead renderer rebuilt: that is as good as "Try again". */
  #revive(): void {
    if (this.#link.isDead) void this.retry();
  }

  #makeLink(): RenderLink {
    return new RenderLink(this.#options.spawnRenderer, {
      forced: this.#forced,
      settings: () => this.#choices.settings(this.#sources.source?.kind === 'camera'),
      now: () => this.#parts.now(),
      ready: (ready, after) => {
        this.#rendererReady(ready, after);
      },
      needCanvas: () => {
        const canvasGeneration = this.state.canvasGeneration + 1;
        this.#store.update({ canvasGeneration, backend: null, meters: null, painted: false });
      },
      dead: (error) => {
        this.#store.update({ error, canRetry: true, backend: null, meters: null, painted: false });
        this.optimize.rendererDead();
      },
      meters: (meters) => {
        this.#showMeters(meters);
      },
      step: (reason) => {
        this.#notify(reason);
      },
      refused: (tier, report) => {
        this.#choices.refused(tier, report);
      },
      painted: () => {
        if (this.#sources.source !== null) this.#store.update({ painted: true });
      },
    });
  }

  #makeMedia(): StudioMedia {
    return new StudioMedia(this.#options.createMedia(painterHost(this.#link)), {
      changed: (media) => this.#store.update({ media }),
      fail: (error) => this.#store.update({ error }),
      paint: () => {
        const { quality, smoothing } = this.state.preferences;
        return { mix: this.#choices.mix, quality, workingSide: this.#forced.size, smoothing };
      },
      source: () => this.#sources.source,
      info: () => this.state.source,
      live: () => this.state.phase === 'live',
      play: () => this.#sources.play(),
      openVideo: (file, others) => this.openVideo(file, others),
      openPicture: (file) => this.openPicture(file),
      addStyle: (files) => this.addStyle(files),
      exporting: () => {
        this.#revive();
        // The preview of a file would take half of the renderer's time.
        if (this.#sources.source?.kind === 'video') this.pause();
      },
    });
  }

  #makePaintingDesk(): PaintingDesk {
    const { catalog, storage, readNetwork, siteNetwork, makeFilm } = this.#options;
    return new PaintingDesk({
      paintings: catalog.styles,
      storage,
      readNetwork,
      siteNetwork,
      makeFilm,
      tier: () => this.#choices.tier,
      frame: () => this.#sources.frame,
      liveMix: () => this.#choices.mix,
      renderer: () => {
        this.#revive();
        return this.#link.present();
      },
      pauseLive: () => this.pause(),
      endRecording: () => this.media.stopRecording(),
      download: (blob, name) => this.#parts.download(blob, name),
      guard: (on) => this.#parts.guard(on),
      changed: (optimize) => this.#store.update({ optimize }),
      fail: (error) => this.#store.update({ error }),
    });
  }

  #rendererReady({ info }: RenderReady, after: ErrorReport | null): void {
    this.#store.update({ backend: info, canRetry: false });
    this.#meters.reset(this.#link.dropped);
    const fallback = fallbackText(info);
    if (fallback !== null) this.#notify(fallback);
    if (info.software) this.#notify(softwareText(info.backend));
    if (after !== null) this.#notify(rebuiltText(after.code));
    this.media.rendererReplaced();
    this.optimize.rendererReplaced();
    this.#sources.rendererReplaced();
  }

  #showMeters(meters: Meters): void {
    if (this.#sources.source === null) return;
    const merged = this.#meters.merge(meters, this.#link.dropped, this.#parts.now());
    this.#store.update({ meters: merged });
  }

  #notify(text: string): void {
    this.#store.update({ notices: addNotice(this.state.notices, ++this.#lastNotice, text) });
  }
}
