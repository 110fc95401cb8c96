import { type ErrorReport, toErrorReport } from '../protocol/errors';
import {
  type ExportPlan,
  type ExportSettings,
  MAX_SIDE,
  type MediaProbe,
  type PaintSettings,
  type VideoTrackInfo,
} from '../protocol/media';
import type { Size } from '../protocol/quality';
import { Store } from '../shared/store';
import { planExport, probeFile } from './media-link';

/** What people choose about an export, the painting apart. */
export type ExportChoices = Omit<ExportSettings, 'paint'>;

export interface ResolutionChoice {
  /** For {@link ExportChoices.longSide}. */
  readonly longSide: number | null;
  /** "Source (960×540)", "1280×720". */
  readonly title: string;
}

export interface VideoDeskState {
  readonly status: 'empty' | 'probing' | 'ready' | 'failed';
  /** Name of the file that is open. */
  readonly name: string | null;
  readonly probe: MediaProbe | null;
  /** The track that is exported: the chosen one, or the first that can be decoded. */
  readonly track: VideoTrackInfo | null;
  readonly choices: ExportChoices;
  readonly resolutions: readonly ResolutionChoice[];
  /** What exporting with these choices would do; null while it is worked out. */
  readonly plan: ExportPlan | null;
  /** Why the file cannot be used, or not be exported like this. */
  readonly error: ErrorReport | null;
}

const DEFAULTS: ExportChoices = {
  format: 'mp4',
  videoTrack: null,
  range: null,
  longSide: null,
  bitrate: 'standard',
  sound: true,
};

const LONG_SIDES = [3840, 2560, 1920, 1280, 960, 640, 480] as const;

/** What was chosen for another track means nothing in this one. */
const NOT_OF_THIS_TRACK = { range: null, longSide: null } as const;

const NO_SIZE: Size = { width: 0, height: 0 };

/** Choices that follow each other faster are planned for once, ms. */
const PLAN_AFTER_MS = 120;

/** The plan does not depend on how it is painted. */
const UNPAINTED: PaintSettings = {
  mix: { weights: {}, strength: 1 },
  quality: 'fast',
  workingSide: null,
  smoothing: 0,
};

/** The video file that is open, looked into, and what would become of it. */
export class VideoDesk {
  private readonly store = new Store<VideoDeskState>({
    status: 'empty',
    name: null,
    probe: null,
    track: null,
    choices: DEFAULTS,
    resolutions: [],
    plan: null,
    error: null,
  });
  private file: File | null = null;
  /** Rises whenever what was begun before is out of date. */
  private generation = 0;
  /** Ends the worker of the plan that is being made. */
  private planning = new AbortController();

  get state(): VideoDeskState {
    return this.store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  /** Looks into a file, within 10 s; format and quality stay as they were chosen. */
  async open(file: File): Promise<void> {
    const generation = this.outdate();
    this.file = file;
    const choices = { ...this.state.choices, ...NOT_OF_THIS_TRACK, videoTrack: null };
    this.store.update({
      status: 'probing',
      name: file.name,
      probe: null,
      track: null,
      plan: null,
      error: null,
      choices,
    });
    try {
      const probe = await probeFile(file);
      if (generation !== this.generation) return;
      const track = trackOf(probe, null);
      const problem = probe.video.every((track) => track.problem) ? (probe.video[0]?.problem ?? null) : null;
      if (problem) {
        this.store.update({
          status: 'failed',
          probe,
          error: { code: 'media-unsupported', message: problem },
        });
        return;
      }
      this.store.update({ status: 'ready', probe, track, resolutions: resolutionsOf(track) });
      await this.plan();
    } catch (error) {
      if (generation === this.generation)
        this.store.update({ status: 'failed', error: toErrorReport(error) });
    }
  }

  /** Changes choices; the plan follows. */
  async choose(change: Partial<ExportChoices>): Promise<void> {
    const { choices, probe } = this.state;
    if (change.videoTrack === undefined) this.store.update({ choices: { ...choices, ...change } });
    else {
      const track = probe && trackOf(probe, change.videoTrack);
      this.store.update({
        choices: { ...choices, ...NOT_OF_THIS_TRACK, ...change },
        track,
        resolutions: resolutionsOf(track),
      });
    }
    if (this.state.status === 'ready') await this.plan();
  }

  /** What to hand to `ExportQueue.add`; null while no file is ready. */
  request(paint: PaintSettings): { readonly file: File; readonly settings: ExportSettings } | null {
    if (!this.file || this.state.status !== 'ready') return null;
    return { file: this.file, settings: { ...this.state.choices, paint } };
  }

  close(): void {
    this.outdate();
    this.file = null;
    this.store.update({
      status: 'empty',
      name: null,
      probe: null,
      track: null,
      plan: null,
      error: null,
      resolutions: [],
    });
  }

  private outdate(): number {
    this.planning.abort();
    this.planning = new AbortController();
    return ++this.generation;
  }

  private async plan(): Promise<void> {
    const generation = this.outdate();
    const { signal } = this.planning;
    const request = this.request(UNPAINTED);
    if (!request) return;
    this.store.update({ plan: null, error: null });
    // Someone who tries one choice after the other is spared a worker for each.
    await new Promise((resolve) => setTimeout(resolve, PLAN_AFTER_MS));
    if (generation !== this.generation) return;
    try {
      const plan = await planExport(request.file, request.settings, signal);
      if (generation === this.generation) this.store.update({ plan });
    } catch (error) {
      if (generation === this.generation) this.store.update({ error: toErrorReport(error) });
    }
  }
}

function trackOf({ video }: MediaProbe, id: number | null): VideoTrackInfo | null {
  const chosen = video.find((track) => track.id === id) ?? video.find(({ problem }) => problem === null);
  return chosen ?? video[0] ?? null;
}

/** The source's own, and common ones up to 4K in its shape; enlarging is allowed, by no more than two. */
function resolutionsOf(track: VideoTrackInfo | null): readonly ResolutionChoice[] {
  const { width, height } = track?.size ?? NO_SIZE;
  const own = Math.max(width, height);
  if (own === 0) return [];
  const sized = (longSide: number) => {
    const side = (length: number) => Math.max(2, Math.round((length * longSide) / own / 2) * 2);
    return `${side(width)}×${side(height)}`;
  };
  const others = LONG_SIDES.filter((side) => side !== own && side <= Math.min(MAX_SIDE, own * 2));
  return [
    { longSide: null, title: `Source (${width}×${height})` },
    ...others.map((longSide) => ({ longSide, title: sized(longSide) })),
  ];
}
