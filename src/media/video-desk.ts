import { type ErrorReport, toErrorReport } from '../protocol/errors';
import {
  type BitratePreset,
  type ClipFormat,
  type ExportPlan,
  type ExportSettings,
  MAX_SIDE,
  type MediaProbe,
  type PaintSettings,
  type TimeRange,
} from '../protocol/media';
import type { Size } from '../protocol/quality';
import { Store } from '../shared/store';
import { planExport, probeFile } from './media-link';

/** What people choose about an export, the painting apart. */
export type ExportChoices = Omit<ExportSettings, 'paint' | 'videoTrack'>;

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
  readonly choices: ExportChoices;
  readonly resolutions: readonly ResolutionChoice[];
  /** What exporting with these choices would do; null while it is worked out. */
  readonly plan: ExportPlan | null;
  /** Why the file cannot be used, or not be exported like this. */
  readonly error: ErrorReport | null;
}

const DEFAULTS: ExportChoices = {
  format: 'mp4',
  range: null,
  longSide: null,
  bitrate: 'standard',
  sound: true,
};

const LONG_SIDES = [3840, 2560, 1920, 1280, 960, 640, 480] as const;

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
    choices: DEFAULTS,
    resolutions: [],
    plan: null,
    error: null,
  });
  private file: File | null = null;
  /** Rises whenever what was begun before is out of date. */
  private generation = 0;

  get state(): VideoDeskState {
    return this.store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  /** Looks into a file, within 10 s; format and quality stay as they were chosen. */
  async open(file: File): Promise<void> {
    const generation = ++this.generation;
    this.file = file;
    const choices = { ...this.state.choices, range: null, longSide: null };
    this.store.update({ status: 'probing', name: file.name, probe: null, plan: null, error: null, choices });
    try {
      const probe = await probeFile(file);
      if (generation !== this.generation) return;
      const resolutions = resolutionsFor(paintedSize(probe));
      const problem = probe.video.every((track) => track.problem) ? (probe.video[0]?.problem ?? null) : null;
      if (problem) {
        this.store.update({
          status: 'failed',
          probe,
          error: { code: 'media-unsupported', message: problem },
        });
        return;
      }
      this.store.update({ status: 'ready', probe, resolutions });
      await this.plan();
    } catch (error) {
      if (generation === this.generation)
        this.store.update({ status: 'failed', error: toErrorReport(error) });
    }
  }

  /** Changes choices; the plan follows. */
  async choose(change: {
    readonly format?: ClipFormat;
    readonly longSide?: number | null;
    readonly range?: TimeRange | null;
    readonly bitrate?: BitratePreset;
    readonly sound?: boolean;
  }): Promise<void> {
    this.store.update({ choices: { ...this.state.choices, ...change } });
    if (this.state.status === 'ready') await this.plan();
  }

  /** What to hand to `ExportQueue.add`; null while no file is ready. */
  request(paint: PaintSettings): { readonly file: File; readonly settings: ExportSettings } | null {
    if (!this.file || this.state.status !== 'ready') return null;
    return { file: this.file, settings: { ...this.state.choices, videoTrack: null, paint } };
  }

  close(): void {
    this.generation++;
    this.file = null;
    this.store.update({ status: 'empty', name: null, probe: null, plan: null, error: null, resolutions: [] });
  }

  private async plan(): Promise<void> {
    const generation = ++this.generation;
    const request = this.request(UNPAINTED);
    if (!request) return;
    this.store.update({ plan: null, error: null });
    // Someone who tries one choice after the other is spared a worker for each.
    await new Promise((resolve) => setTimeout(resolve, PLAN_AFTER_MS));
    if (generation !== this.generation) return;
    try {
      const plan = await planExport(request.file, request.settings);
      if (generation === this.generation) this.store.update({ plan });
    } catch (error) {
      if (generation === this.generation) this.store.update({ error: toErrorReport(error) });
    }
  }
}

function paintedSize({ video }: MediaProbe): Size {
  const track = video.find(({ problem }) => problem === null) ?? video[0];
  return track?.size ?? { width: 0, height: 0 };
}

/** The source's own, and common ones up to 4K in its shape; enlarging is allowed, by no more than two. */
function resolutionsFor({ width, height }: Size): readonly ResolutionChoice[] {
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
