import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { Size } from '../protocol/quality';
import type { Meters, RenderReady } from '../protocol/render';
import type { StyleMix } from '../protocol/style';
import type { Catalog } from '../network/catalog';
import type { FrameSource, SourceInfo } from '../sources/frame-source';
import { clamp } from '../shared/clamp';
import { AddedStyles } from './added-styles';
import type { StudioOptions } from './studio-options';
import { initialState } from './initial-state';
import { MetersMerge } from './meters';
import { addNotice, fallbackText, rebuiltText, softwareText } from './notices';
import { pictureName } from './picture-name';
import { loadPreferences, mergePreferences, savePreferences } from './preferences';
import { RenderLink } from './render-link';
import { renderSettings, styleMix } from './render-settings';
import { exportedUpToHere, noPicture, onlyExported } from './sentences';
import { isSeekable } from './seekable';
import { SourceSession } from './source-session';
import { Store } from '../shared/store';
import { PaintingDesk } from './painting-desk';
import { paintingHost } from './painting-host';
import type { Preferences, Studio, StudioState } from './studio';
import { StudioMedia } from './studio-media';
import type { StudioParts } from './studio-parts';
import { parseUrlOptions } from './url-options';

type Options = StudioOptions & { readonly parts: StudioParts };

/** Leads sources, renderer and preferences into one state that the page shows. */
export class ImpastoStudio implements Studio {
  readonly #options: Options;
  readonly #parts: StudioParts;
  readonly #store: Store<StudioState>;
  readonly #session: SourceSession;
  readonly #link: RenderLink;
  readonly #meters = new MetersMerge();
  readonly #added: AddedStyles;
  readonly media: StudioMedia;
  readonly optimize: PaintingDesk;
  /** Rises whenever other frames may come than before. */
  #stretch = 0;
  #lastNotice = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#parts = options.parts;
    this.#session = new SourceSession({
      frame: (frame) => {
        this.#meters.captured(this.#parts.now());
        this.#link.submit(frame);
      },
      ended: (error) => {
        this.#sourceEnded(error);
      },
    });
    this.#added = new AddedStyles(options.catalog.networks);
    this.#link = this.#makeLink();
    this.media = this.#makeMedia();
    this.optimize = this.#makePaintingDesk();
    this.#store = new Store(initialState(options, this.media.state, this.optimize.state));
    this.#parts.watchCameras(() => void this.#refreshCameras());
    void this.#refreshCameras();
    void this.#restoreStyles();
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

  async startCamera(deviceId?: string): Promise<void> {
    const camera = this.#parts.camera(deviceId);
    if (await this.#start(camera)) {
      this.#store.update({ cameraId: camera.deviceId ?? deviceId ?? null });
    }
    // Labels are told only after permission; a camera that failed may be gone from the list.
    await this.#refreshCameras();
  }

  async openVideo(file: File, others: readonly File[] = []): Promise<void> {
    const looked = this.media.videoOpened(file, others);
    if ((await this.#start(this.#parts.video(file))) || this.state.error === null) return;
    // It cannot be shown. Whoever has looked into the file knows more than the player: the codec's name.
    const problem = await looked;
    if (problem !== null) this.#store.update({ error: problem });
    else if (this.state.media.desk.status === 'ready') this.#store.update({ error: onlyExported(file.name) });
  }

  async openPicture(file: File): Promise<void> {
    await this.#start(this.#parts.picture(file));
  }

  async startSample(): Promise<void> {
    await this.#start(this.#parts.sample());
  }

  pause(): void {
    if (this.state.phase !== 'live') return;
    this.#session.pause();
    this.#store.update({ phase: 'paused' });
  }

  resume(): void {
    if (this.state.phase !== 'paused') return;
    this.#stretch++;
    this.#store.update({ phase: 'live' });
    void this.#session.resume();
  }

  stop(): void {
    this.#halt(false);
  }

  /** `keepsFile`: a video file that is open stays so, for exports. */
  #halt(keepsFile: boolean): void {
    this.media.stopRecording();
    this.#session.end();
    this.media.sourceChanged(keepsFile);
    this.#link.clear();
    this.#store.update({ phase: 'idle', source: null, painting: false, meters: null, compare: 0 });
    this.#link.configure();
  }

  async takePicture(): Promise<void> {
    try {
      const picture = this.state.painting ? await this.#link.takePicture() : null;
      if (picture === null) throw noPicture();
      this.#parts.download(picture, pictureName(this.state.preferences.styleId, new Date()));
    } catch (error) {
      this.#store.update({ error: toErrorReport(error) });
    }
  }

  prefer(change: Partial<Preferences>): void {
    const preferences = mergePreferences(this.state.preferences, change, this.#catalog);
    this.#store.update({ preferences });
    savePreferences(this.#options.storage, preferences);
    this.#link.configure();
  }

  async addStyle(files: readonly File[]): Promise<void> {
    try {
      const { id, unkept } = await this.#added.add(files);
      this.#showStyles();
      this.prefer({ styleId: id });
      this.#store.update({ error: unkept });
    } catch (error) {
      this.#store.update({ error: toErrorReport(error) });
    }
  }

  async removeStyle(id: string): Promise<void> {
    const gone = this.#added.remove(id);
    const { styleId, mixStyleId } = this.state.preferences;
    const [first] = this.#options.catalog.styles;
    this.#showStyles();
    if (mixStyleId === id) this.prefer({ mixStyleId: null });
    if (styleId === id && first) this.prefer({ styleId: first.id });
    await gone;
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

  /** Replaces the source; true if `source` is the one that is live now. */
  async #start(source: FrameSource): Promise<boolean> {
    this.#stretch++;
    this.#session.end();
    this.media.sourceChanged(source.kind === 'video');
    this.#link.clear();
    this.#meters.reset(this.#link.dropped);
    this.#store.update({
      phase: 'starting',
      source: null,
      error: null,
      painting: false,
      meters: null,
      compare: 0,
    });
    // Whoever starts something wants it painted: that is as good as "Try again".
    if (this.#link.isDead) void this.retry();
    try {
      const started = this.#session.begin(source);
      // Mirroring depends on the source, and must hold from its first frame on.
      this.#link.configure();
      const info = await started;
      if (info === null) return false;
      // A clip may be over, or may have been refused to play, before it counts as started.
      const phase = this.state.phase === 'paused' ? 'paused' : 'live';
      this.#store.update({ phase, source: info });
      this.#link.setFrameInterval(info.frameInterval);
      return true;
    } catch (error) {
      this.#store.update({ phase: 'idle', error: toErrorReport(error) });
      return false;
    }
  }

  #sourceEnded(error: ErrorReport | null): void {
    if (error === null) {
      if (this.media.loop()) return;
      this.#session.pause();
      this.#store.update({ phase: 'paused' });
      return;
    }
    const { source, media } = this.state;
    // What is damaged further on can be exported up to there.
    const exportable = source?.kind === 'video' && /^(probing|ready)$/.test(media.desk.status);
    this.#halt(exportable);
    this.#store.update({ error: exportable ? exportedUpToHere(source.label, error) : error });
    void this.#refreshCameras();
  }

  #makeLink(): RenderLink {
    const { backend, size } = parseUrlOptions(this.#options.url);
    return new RenderLink(this.#options.spawnRenderer, {
      forced: { backend, size },
      settings: () => {
        const { preferences, compare } = this.state;
        return renderSettings(
          preferences,
          compare,
          this.#session.source?.kind === 'camera',
          this.#added.list,
        );
      },
      now: () => this.#parts.now(),
      ready: (ready, after) => {
        this.#rendererReady(ready, after);
      },
      needCanvas: () => {
        const canvasGeneration = this.state.canvasGeneration + 1;
        this.#store.update({ canvasGeneration, backend: null, meters: null, painting: false });
      },
      dead: (error) => {
        this.#store.update({ error, canRetry: true, backend: null, meters: null, painting: false });
        this.optimize.rendererDead();
      },
      meters: (meters) => {
        this.#showMeters(meters);
      },
      step: (reason) => {
        this.#notify(reason);
      },
      painted: () => {
        if (this.#session.source !== null) this.#store.update({ painting: true });
      },
    });
  }

  #makeMedia(): StudioMedia {
    const session = this.#session;
    const info = (): SourceInfo | null => this.state.source;
    const live = (): boolean => this.state.phase === 'live';
    return new StudioMedia(this.#options.createMedia(paintingHost(this.#link)), {
      changed: (media) => {
        this.#store.update({ media });
      },
      fail: (error) => {
        this.#store.update({ error });
      },
      paint: () => {
        const { preferences } = this.state;
        const { size } = parseUrlOptions(this.#options.url);
        const { quality, smoothing } = preferences;
        return { mix: this.#mix, quality, workingSide: size, smoothing };
      },
      get source() {
        return session.source;
      },
      get info() {
        return info();
      },
      get live() {
        return live();
      },
      openVideo: (file, others) => this.openVideo(file, others),
      openPicture: (file) => this.openPicture(file),
      exporting: () => {
        if (this.#link.isDead) void this.retry();
        // The preview of a file would take half of the renderer's time.
        if (session.source?.kind === 'video') this.pause();
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
      // Tiers are listed from the cheapest to the best.
      tier: catalog.tiers.at(-1) ?? 'lite',
      frame: () => this.#frame,
      liveMix: () => this.#mix,
      renderer: () => {
        if (this.#link.isDead) void this.retry();
        return this.#link.present();
      },
      pauseLive: () => this.pause(),
      download: (blob, name) => this.#parts.download(blob, name),
      guard: (on) => this.#parts.guard(on),
      changed: (optimize) => this.#store.update({ optimize }),
      fail: (error) => this.#store.update({ error }),
    });
  }

  get #mix(): StyleMix {
    return styleMix(this.state.preferences, this.#added.list);
  }

  /** What can be chosen, added styles among it. */
  get #catalog(): Catalog {
    return { ...this.#options.catalog, styles: this.state.styles };
  }

  #showStyles(): void {
    const added = this.#added.list.map(({ info }) => info);
    this.#store.update({ styles: [...this.#options.catalog.styles, ...added] });
  }

  /** The database answers later than the preferences, which may have been for a style in it. */
  async #restoreStyles(): Promise<void> {
    const { preferences } = this.state;
    await this.#added.load();
    if (this.#added.list.length === 0) return;
    this.#showStyles();
    // Whoever was quicker than the disk has chosen anew.
    if (this.state.preferences !== preferences) return;
    this.#store.update({ preferences: loadPreferences(this.#options.storage, preferences, this.#catalog) });
    this.#link.configure();
  }

  /** Which frame is on display: the same words for the same frame. */
  get #frame(): string | null {
    const { source } = this.#session;
    if (source === null || !this.state.painting) return null;
    return `${this.#stretch} ${isSeekable(source) ? source.currentTime : ''}`;
  }

  #rendererReady({ info }: RenderReady, after: ErrorReport | null): void {
    this.#store.update({ backend: info, canRetry: false });
    this.#meters.reset(this.#link.dropped);
    for (const fallback of info.fallbacks) this.#notify(fallbackText(fallback));
    if (info.software) this.#notify(softwareText(info.backend));
    if (after !== null) this.#notify(rebuiltText(after.code));
    this.media.rendererReplaced();
    this.optimize.rendererReplaced();
    // The frame that was on display went with the old renderer.
    if (this.state.phase === 'paused' || this.state.source?.kind === 'picture') this.#session.repeat();
  }

  #showMeters(meters: Meters): void {
    if (this.#session.source === null) return;
    const merged = this.#meters.merge(meters, this.#link.dropped, this.#parts.now());
    this.#store.update({ meters: merged });
  }

  #notify(text: string): void {
    this.#store.update({ notices: addNotice(this.state.notices, ++this.#lastNotice, text) });
  }

  async #refreshCameras(): Promise<void> {
    try {
      this.#store.update({ cameras: await this.#parts.listCameras() });
    } catch {
      // A list that cannot be had leaves the one of before; starting a camera tells what is wrong.
    }
  }
}
