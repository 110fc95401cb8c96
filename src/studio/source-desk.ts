import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { Store } from '../shared/store';
import type { FrameSource } from '../sources/frame-source';
import type { MetersMerge } from './meters';
import type { RenderLink } from './render-link';
import { isSeekable } from './seekable';
import { exportedUpToHere, onlyExported } from './sentences';
import { SourceSession } from './source-session';
import type { StudioState } from './studio';
import type { StudioMedia } from './studio-media';
import type { StudioParts } from './studio-parts';

/** Of the state, between one source and another. */
const NOTHING_SHOWN = { source: null, starting: null, painted: false, meters: null, compare: 0 } as const;

/** What the desk works with. */
export interface SourceDeskHost {
  readonly store: Store<StudioState>;
  readonly parts: StudioParts;
  readonly link: RenderLink;
  readonly meters: MetersMerge;
  readonly media: StudioMedia;
  /** Something is to be painted: there must be a renderer for it. */
  revive(): void;
}

/** Begins, halts and ends what is painted live: a camera, a video, a picture or the sample scene, one at a time. */
export class SourceDesk {
  readonly #host: SourceDeskHost;
  readonly #session: SourceSession;
  /** Rises whenever other frames may come than before. */
  #stretch = 0;

  constructor(host: SourceDeskHost) {
    this.#host = host;
    this.#session = new SourceSession({
      frame: (frame) => {
        host.meters.captured(host.parts.now());
        host.link.submit(frame);
      },
      ended: (error) => {
        this.#ended(error);
      },
    });
    host.parts.watchCameras(() => void this.#refreshCameras());
    void this.#refreshCameras();
  }

  get source(): FrameSource | null {
    return this.#session.source;
  }

  /** Which frame is on display, null for none: the same words for the same frame. */
  get frame(): string | null {
    const { source } = this;
    if (source === null || !this.#state.painted) return null;
    return `${this.#stretch} ${isSeekable(source) ? source.currentTime : ''}`;
  }

  async startCamera(deviceId?: string): Promise<void> {
    const camera = this.#host.parts.camera(deviceId);
    if (await this.#start(camera)) {
      this.#host.store.update({ cameraId: camera.deviceId ?? deviceId ?? null });
    }
    // Labels are told only after permission; a camera that failed may be gone from the list.
    await this.#refreshCameras();
  }

  async openVideo(file: File, others: readonly File[]): Promise<void> {
    const { store, parts, media } = this.#host;
    const looked = media.videoOpened(file, others);
    if ((await this.#start(parts.video(file))) || this.#state.error === null) return;
    // It cannot be shown. Whoever has looked into the file knows more than the player: the codec's name.
    const problem = await looked;
    // Something else may have been opened meanwhile.
    if (!media.isOpen(file)) return;
    if (problem !== null) {
      media.sourceChanged(false);
      store.update({ error: problem });
    } else if (this.#state.media.desk.status === 'ready') {
      store.update({ error: onlyExported(file.name) });
    }
  }

  async openPicture(file: File): Promise<void> {
    await this.#start(this.#host.parts.picture(file));
  }

  async startSample(): Promise<void> {
    await this.#start(this.#host.parts.sample());
  }

  pause(): void {
    if (this.#state.phase !== 'live') return;
    this.#session.pause();
    this.#host.store.update({ phase: 'paused' });
  }

  resume(): void {
    const { phase, source } = this.#state;
    if (phase !== 'paused') return;
    this.#stretch++;
    if (source) this.#host.link.setFrameInterval(source.frameInterval);
    this.#host.store.update({ phase: 'live' });
    this.play();
  }

  /** Another quality was chosen for what is shown: while it is paused it is worth the time of a still picture. */
  qualityChosen(): void {
    if (this.#state.phase === 'paused') this.#host.link.setFrameInterval(0);
  }

  /** Has the source play on from where it is. */
  play(): void {
    void this.#session.resume();
  }

  stop(): void {
    this.#halt(false);
  }

  /** The frame that was on display went with the old renderer: gives it once more, unless others come anyway. */
  rendererReplaced(): void {
    const { phase, source } = this.#state;
    if (phase === 'paused' || source?.kind === 'picture') this.#session.repeat();
  }

  get #state(): StudioState {
    return this.#host.store.state;
  }

  /** Replaces the source; true if `source` is the one that is live now. */
  async #start(source: FrameSource): Promise<boolean> {
    const { store, link, meters, media } = this.#host;
    this.#stretch++;
    // A clip has the shape of what it was begun with.
    media.stopRecording();
    this.#session.end();
    media.sourceChanged(source.kind === 'video');
    link.clear();
    meters.reset(link.dropped);
    store.update({ ...NOTHING_SHOWN, phase: 'starting', starting: source.kind, error: null });
    this.#host.revive();
    try {
      const started = this.#session.begin(source);
      // Mirroring depends on the source, and must hold from its first frame on.
      link.configure();
      const info = await started;
      if (info === null) return false;
      // A clip may be over, or may have been refused to play, before it counts as started.
      const phase = this.#state.phase === 'paused' ? 'paused' : 'live';
      store.update({ phase, source: info, starting: null });
      link.setFrameInterval(info.frameInterval);
      return true;
    } catch (error) {
      store.update({ phase: 'idle', starting: null, error: toErrorReport(error) });
      return false;
    }
  }

  /** `keepsFile`: a video file that is open stays so, for exports. */
  #halt(keepsFile: boolean): void {
    const { store, link, media } = this.#host;
    media.stopRecording();
    // Nothing is left that its sound could belong to.
    media.closeMicrophone();
    this.#session.end();
    media.sourceChanged(keepsFile);
    link.clear();
    store.update({ ...NOTHING_SHOWN, phase: 'idle' });
    link.configure();
  }

  #ended(error: ErrorReport | null): void {
    const { store, media } = this.#host;
    if (error === null) {
      if (media.loop()) return;
      this.#session.pause();
      store.update({ phase: 'paused' });
      return;
    }
    const { source, media: files } = this.#state;
    // What is damaged further on can be exported up to there.
    const exportable = source?.kind === 'video' && /^(probing|ready)$/.test(files.desk.status);
    this.#halt(exportable);
    store.update({ error: exportable ? exportedUpToHere(source.label, error) : error });
    void this.#refreshCameras();
  }

  async #refreshCameras(): Promise<void> {
    try {
      this.#host.store.update({ cameras: await this.#host.parts.listCameras() });
    } catch {
      // A list that cannot be had leaves the one of before; starting a camera tells what is wrong.
    }
  }
}
