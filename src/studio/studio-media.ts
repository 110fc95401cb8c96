import type { MediaStudio } from '../media/media-studio';
import { canSaveFiles } from '../media/save-file';
import { ImpastoError, toErrorReport, type ErrorReport } from '../protocol/errors';
import type { PaintSettings, TimeRange } from '../protocol/media';
import type { FrameSource, SourceInfo } from '../sources/frame-source';
import { sortFiles } from './file-kinds';
import { canShareFiles, saveClip, shareClip } from './hand-over-clip';
import type { ExportChoices, MediaActions, MediaState } from './media';
import { VideoPreview } from './video-preview';
import { WaitingFiles } from './waiting-files';

/** For sources that do not tell. */
const USUAL_FPS = 30;

/** What files and recordings ask of the rest of the studio, and tell it. */
export interface StudioMediaHost {
  changed(media: MediaState): void;
  fail(error: ErrorReport): void;
  /** How the picture is painted at present. */
  paint(): PaintSettings;
  source(): FrameSource | null;
  /** Of the source; null until it has started. */
  info(): SourceInfo | null;
  /** True while the source plays. */
  live(): boolean;
  /** Has the source play on from where it is. */
  play(): void;
  openVideo(file: File, others: readonly File[]): Promise<void>;
  openPicture(file: File): Promise<void>;
  addStyle(files: readonly File[]): Promise<void>;
  /** An export begins: what it needs must be there, and the preview must not slow it down. */
  exporting(): void;
}

/** Leads the parts of the media studio into one state, and the page's wishes to them. */
export class StudioMedia implements MediaActions {
  readonly #media: MediaStudio;
  readonly #host: StudioMediaHost;
  readonly #waiting: WaitingFiles;
  readonly #preview: VideoPreview;
  readonly #canShare = canShareFiles();
  /** Failed exports that were told of. */
  readonly #told = new Set<string>();
  #open: File | null = null;
  /** Whether a recording is wanted: one that is getting ready can be ended only once it has begun. */
  #recording = false;

  constructor(media: MediaStudio, host: StudioMediaHost) {
    this.#media = media;
    this.#host = host;
    this.#waiting = new WaitingFiles(
      (file) => media.probe(file),
      () => this.#publish(),
    );
    this.#preview = new VideoPreview({
      source: () => host.source(),
      live: () => host.live(),
      play: () => host.play(),
      range: () => this.#previewed,
      changed: () => this.#publish(),
    });
    for (const part of [media.formats, media.video, media.exports, media.microphone, media.clips]) {
      part.subscribe(() => this.#publish());
    }
    media.formats.subscribe(() => this.#preferAvailable());
    media.exports.subscribe(() => this.#clearDone());
    media.recorder.subscribe(() => this.#recorderChanged());
  }

  get state(): MediaState {
    const { formats, video, exports, microphone, recorder, clips } = this.#media;
    return {
      formats: formats.state.formats,
      desk: video.state,
      timeline: this.#preview.timeline,
      waiting: this.#waiting.list,
      exports: exports.state,
      microphone: microphone.state,
      recorder: recorder.state,
      clips: clips.state,
      canShare: this.#canShare,
      canSave: canSaveFiles(),
    };
  }

  /** Looks into a video that is about to be shown; resolves with why it cannot be exported, or null. */
  async videoOpened(file: File, others: readonly File[]): Promise<ErrorReport | null> {
    this.#open = file;
    if (others.length > 0) this.#waiting.add(others);
    await this.#media.video.open(file);
    return this.isOpen(file) ? this.#media.video.state.error : null;
  }

  isOpen(file: File): boolean {
    return this.#open === file;
  }

  /** The source on the easel has changed; `video`: one is to stay open. */
  sourceChanged(video: boolean): void {
    this.#preview.sourceChanged(video);
    if (!video && this.#open !== null) {
      this.#open = null;
      this.#media.video.close();
    }
    this.#publish();
  }

  /** Begins the chosen range anew; false where none is chosen: then a clip that is over is over. */
  loop(): boolean {
    return this.#preview.loop();
  }

  rendererReplaced(): void {
    this.#media.rendererReplaced();
  }

  openFiles(files: readonly File[]): void {
    const { videos, pictures, styles } = sortFiles(files);
    const [video, ...others] = videos;
    const [picture] = pictures;
    if (video) void this.#host.openVideo(video, others);
    else if (picture) void this.#host.openPicture(picture);
    else if (styles.length > 0) void this.#host.addStyle(styles);
    else if (files[0]) this.#host.fail(neither(files[0]));
  }

  showWaiting(id: string): void {
    const file = this.#waiting.take(id);
    if (!file) return;
    const before = this.#open;
    void this.#host.openVideo(file, before ? [before] : []);
  }

  removeWaiting(id: string): void {
    this.#waiting.take(id);
  }

  seek(seconds: number): void {
    this.#preview.seek(seconds);
  }

  chooseExport(change: Partial<ExportChoices>): void {
    void this.#media.video.choose(change);
  }

  startExport(): void {
    const request = this.#media.video.request(this.#host.paint());
    if (!request) return;
    this.#host.exporting();
    this.#media.exports.add(request.file, request.settings);
    // A range or a track that was chosen in one video means nothing in another.
    const settings = { ...request.settings, range: null, videoTrack: null };
    for (const file of this.#waiting.takeAll()) this.#media.exports.add(file, settings);
  }

  pauseExport(): void {
    this.#media.exports.pause();
  }

  resumeExport(): void {
    this.#host.exporting();
    this.#media.exports.resume();
  }

  cancelExport(): void {
    this.#media.exports.cancel(true);
  }

  removeExport(id: string): void {
    this.#media.exports.remove(id);
  }

  discardPart(id: string): void {
    const clipId = this.#media.exports.state.items.find((item) => item.id === id)?.clipId;
    this.#media.exports.remove(id);
    if (clipId) this.deleteClip(clipId);
  }

  record(): void {
    const info = this.#host.info();
    if (info === null) return;
    this.#recording = true;
    const { formats, recorder, microphone } = this.#media;
    if (microphone.opening) {
      // Until then there is no sound to record.
      void microphone.opening.then(() => {
        if (this.#recording) this.record();
      });
      return;
    }
    const noMp4 = formats.state.formats?.some(({ format, available }) => format === 'mp4' && !available);
    void recorder.start({
      format: noMp4 ? 'webm' : 'mp4',
      size: { width: info.width, height: info.height },
      frameRate: info.frameInterval > 0 ? 1000 / info.frameInterval : USUAL_FPS,
      soundTrack: microphone.track,
    });
  }

  stopRecording(): void {
    this.#recording = false;
    void this.#media.recorder.stop();
  }

  openMicrophone(deviceId: string | null): void {
    void this.#media.microphone.open(deviceId);
  }

  closeMicrophone(): void {
    this.#media.microphone.close();
  }

  microphoneLevel(): number {
    return this.#media.microphone.level();
  }

  renameClip(id: string, name: string): void {
    this.#try(this.#media.clips.rename(id, name));
  }

  deleteClip(id: string): void {
    this.#try(this.#media.clips.delete(id));
  }

  undoDelete(): void {
    this.#try(this.#media.clips.undoDelete());
  }

  shareClip(id: string): void {
    this.#try(shareClip(this.#media.clips, id));
  }

  saveClip(id: string): void {
    this.#try(saveClip(this.#media.clips, id));
  }

  recoverClip(id: string): void {
    this.#try(this.#media.clips.recover(id));
  }

  discardRecoverable(id: string): void {
    this.#try(this.#media.clips.discard(id));
  }

  #try(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#host.fail(toErrorReport(error)));
  }

  #publish(): void {
    this.#host.changed(this.state);
  }

  /** The range that is chosen, on the clock of the preview. */
  get #previewed(): TimeRange | null {
    const { choices, track } = this.#media.video.state;
    const origin = track?.range.start ?? 0;
    return choices.range && { start: choices.range.start - origin, end: choices.range.end - origin };
  }

  /** MP4 is chosen at first; some browsers cannot write it. */
  #preferAvailable(): void {
    const { formats } = this.#media.formats.state;
    const chosen = this.#media.video.state.choices.format;
    if (formats?.find(({ format }) => format === chosen)?.available !== false) return;
    const other = formats.find(({ available }) => available);
    if (other) this.chooseExport({ format: other.format });
  }

  /** What went well is among the clips; what failed is told, and stays until it was seen. */
  #clearDone(): void {
    for (const { id, status, error } of this.#media.exports.state.items) {
      if (status === 'done') this.#media.exports.remove(id);
      if (status === 'failed' && error && !this.#told.has(id)) this.#host.fail(error);
      if (status === 'failed') this.#told.add(id);
    }
  }

  #recorderChanged(): void {
    const { error, status } = this.#media.recorder.state;
    if (status === 'recording' && !this.#recording) this.stopRecording();
    if (error) {
      this.#host.fail(error);
      this.#media.recorder.dismissError();
    }
    this.#publish();
  }
}

function neither(file: File): ErrorReport {
  return new ImpastoError(
    'file-unreadable',
    `“${file.name}” is neither a video nor a picture. Try an MP4 or WebM video, or a JPEG or PNG picture.`,
  ).report;
}
