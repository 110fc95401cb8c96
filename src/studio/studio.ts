import type { BackendInfo } from '../protocol/backend';
import type { ErrorReport } from '../protocol/errors';
import type { Quality, Size, Tier } from '../protocol/quality';
import type { Meters } from '../protocol/render';
import type { StyleInfo } from '../protocol/style';
import type { CameraInfo } from '../sources/cameras';
import type { SourceInfo, SourceKind } from '../sources/frame-source';
import type { MediaActions, MediaState } from './media';
import type { PaintingActions, PaintingState } from './painting';

export type Phase = 'idle' | 'starting' | 'live' | 'paused';

export interface QualityChoice {
  readonly id: Quality;
  readonly title: string;
  /** The network it paints with; null: whichever fits. */
  readonly tier: Tier | null;
  readonly available: boolean;
  /** What it does, or why it cannot be chosen. */
  readonly description: string;
}

/** A passing remark: a fallback, a change of working size, a rebuild. */
export interface Notice {
  readonly id: number;
  readonly text: string;
}

/** Meters as the page shows them: the worker's, and what only the page can count. */
export interface StudioMeters extends Meters {
  readonly captureFps: number;
  readonly dropped: number;
  /** Recent stylize frame rates, oldest first, for the sparkline. */
  readonly history: readonly number[];
}

/** What people choose; remembered across visits. */
export interface Preferences {
  readonly styleId: string;
  /** A second style to mix in, or null. */
  readonly mixStyleId: string | null;
  /** Share of the second style, 0…1. */
  readonly mixAmount: number;
  readonly strength: number;
  /** How much flicker is steadied, 0…1. */
  readonly smoothing: number;
  readonly quality: Quality;
  readonly mirror: boolean;
  readonly metersOpen: boolean;
  readonly panelOpen: boolean;
  /** Whether keys that are single characters are shortcuts. */
  readonly singleKeys: boolean;
}

export interface StudioState {
  readonly phase: Phase;
  readonly source: SourceInfo | null;
  /** What is getting ready to be the source; null while nothing is. */
  readonly starting: SourceKind | null;
  readonly cameras: readonly CameraInfo[];
  readonly cameraId: string | null;
  /** Ours, then those that the user has added. */
  readonly styles: readonly StyleInfo[];
  readonly preferences: Preferences;
  /** Share of the width that shows the original, from the left; 0…1. */
  readonly compare: number;
  readonly qualities: readonly QualityChoice[];
  readonly backend: BackendInfo | null;
  readonly meters: StudioMeters | null;
  readonly notices: readonly Notice[];
  readonly error: ErrorReport | null;
  /** True if the renderer could not rebuild itself and "Try again" should be offered. */
  readonly canRetry: boolean;
  /** Rises when the stage must make a new canvas (a canvas cannot change its context type). */
  readonly canvasGeneration: number;
  /** True from the first painted frame of the current source on. */
  readonly painted: boolean;
  readonly media: MediaState;
  /** "Paint this frame". */
  readonly optimize: PaintingState;
}

/** What the user is doing, and everything they can ask for. Errors end up in `state.error`. */
export interface Studio {
  readonly state: StudioState;
  /** Calls `listener` after every change of state; returns the way to stop that. */
  subscribe(listener: () => void): () => void;

  /** Hands over a fresh canvas for the current `canvasGeneration`, never used before. */
  attachCanvas(canvas: HTMLCanvasElement, display: Size): void;
  resize(display: Size): void;

  startCamera(deviceId?: string): Promise<void>;
  /** `others` wait for their turn. */
  openVideo(file: File, others?: readonly File[]): Promise<void>;
  openPicture(file: File): Promise<void>;
  startSample(): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Offers the current picture as a PNG download at the display's resolution. */
  takePicture(): Promise<void>;

  prefer(change: Partial<Preferences>): void;
  /** Takes in a style of the user's own (its style.json and style.bin), keeps it and chooses it. */
  addStyle(files: readonly File[]): Promise<void>;
  /** Forgets an added style; if it was chosen, the first one takes its place. */
  removeStyle(id: string): Promise<void>;
  setCompare(share: number): void;
  dismissError(): void;
  dismissNotice(id: number): void;
  retry(): Promise<void>;

  /** Files in, clips out. */
  readonly media: MediaActions;
  /** "Paint this frame": the best picture that can be had of one frame. */
  readonly optimize: PaintingActions;
}
