/**
 * What the page knows and may ask of "Paint this frame": one frame, painted by optimization. Types only, and
 * the one place where components learn of it.
 */
import type {
  Losses,
  MemoryEstimate,
  OptimizeProgress,
  OptimizeSettings,
  OwnNetwork,
} from '../protocol/optimize';
import type { StyleInfo } from '../protocol/style';

/**
 * `empty`: no frame yet. `ready`: nothing painted yet. `stopped`: ended before its time and may go on, be it that
 * the user stopped it, that the page was closed or that the renderer failed.
 */
export type PaintingStatus =
  'empty' | 'ready' | 'starting' | 'running' | 'paused' | 'stopping' | 'stopped' | 'finished';

/** A picture whose style is wanted, and its weight beside the others, 0…1. */
export interface ChosenStyle {
  readonly style: StyleInfo;
  readonly weight: number;
}

/** A picture of the filmstrip. */
export interface KeptPicture {
  readonly iteration: number;
  /** Object URL of the picture, full size. */
  readonly url: string;
}

export type Comparison = 'photo' | 'fast';

/** What the result can be compared with; its pictures belong to the desk. */
export interface ComparedPicture {
  readonly image: ImageBitmap;
  /** Null until they were measured. */
  readonly losses: Losses | null;
}

/** The picture that is on show; it belongs to the desk, which closes it once another one is. */
export interface ShownPicture {
  readonly image: ImageBitmap;
  readonly iteration: number;
  /** Null where they were not measured. */
  readonly losses: Losses | null;
}

/** The network that judges the picture. */
export interface NetworkState {
  /** Why no network of one's own can be read here, a sentence; null if it can. */
  readonly unavailable: string | null;
  readonly reading: boolean;
  /** Null if there is none but the built-in one. */
  readonly own: (Pick<OwnNetwork, 'name' | 'parameters'> & { readonly file: string }) | null;
  /** Whether `own` stays on this device; the user is asked. */
  readonly kept: 'asked' | 'writing' | 'yes' | 'no';
  /** True if whoever runs this site has put a VGG16 beside it. */
  readonly site: boolean;
  readonly used: 'built-in' | 'site' | 'own';
}

/** Whether a run fits: `error` is set if that could not be told. */
export interface FitState {
  readonly estimate: MemoryEstimate | null;
  /** A sentence; null if there is an estimate, or none yet. */
  readonly error: string | null;
}

export interface PaintingState {
  /** True while it is on the page, in place of the live picture. */
  readonly open: boolean;
  readonly status: PaintingStatus;
  /** True while a run has begun and not ended: what it was begun with cannot be changed. */
  readonly working: boolean;
  /** True if a run can go on from where the last one was. */
  readonly resumable: boolean;
  /** The frame that is painted; it belongs to the desk. */
  readonly photo: ImageBitmap | null;
  readonly shown: ShownPicture | null;
  /** The iteration of the filmstrip that is on show; null for the newest picture. */
  readonly viewing: number | null;
  readonly kept: readonly KeptPicture[];
  readonly fast: ComparedPicture | null;
  readonly photoLosses: Losses | null;
  readonly compareWith: Comparison;
  /** Share of the width, from the left, that shows what is compared with; 0…1. */
  readonly compare: number;
  readonly progress: OptimizeProgress | null;
  /** Every report so far, by iteration. */
  readonly history: readonly OptimizeProgress[];
  /** Pictures of the user's own, as styles. */
  readonly ownStyles: readonly StyleInfo[];
  readonly styles: readonly ChosenStyle[];
  readonly settings: OptimizeSettings;
  /** The preset that the settings are those of. */
  readonly preset: PresetName | null;
  readonly fit: FitState;
  /** True if style goes only where the mask says. */
  readonly masking: boolean;
  /** White where style goes; it belongs to the desk. Null: nothing was brushed yet. */
  readonly mask: ImageBitmap | null;
  readonly network: NetworkState;
  /** What is being written to a file. */
  readonly saving: 'picture' | 'film' | null;
}

export type PresetName = 'faithful' | 'balanced' | 'painterly' | 'abstract';

/** Everything that can be asked for. What goes wrong ends up in the state. */
export interface PaintingActions {
  /** Pauses what is on display and takes it over, unless a job is at work or has been since it was left. */
  open(): Promise<void>;
  /** Back to the live picture; a job goes on. */
  leave(): void;

  change(change: Partial<OptimizeSettings>): void;
  usePreset(preset: PresetName): void;
  /** Takes `id` for the only style. */
  chooseStyle(id: string): void;
  addStyle(id: string): void;
  /** `weight`: 0…1. */
  weighStyle(id: string, weight: number): void;
  removeStyle(id: string): void;
  /** Pictures that are to be styles; the first is chosen. */
  addPictures(files: readonly File[]): Promise<void>;

  useMask(on: boolean): void;
  /** Takes `mask` over; null forgets it. */
  setMask(mask: ImageBitmap | null): void;

  readNetwork(file: File): Promise<void>;
  keepNetwork(keep: boolean): Promise<void>;
  useNetwork(which: NetworkState['used']): void;
  removeNetwork(): Promise<void>;

  start(): Promise<void>;
  pause(): void;
  resume(): Promise<void>;
  stop(): void;

  /** Shows a picture of the filmstrip; null shows the newest. */
  view(iteration: number | null): Promise<void>;
  compareWith(comparison: Comparison): void;
  setCompare(share: number): void;

  savePicture(): Promise<void>;
  saveLossTable(): void;
  saveFilm(): Promise<void>;
}
