/**
 * What the page knows and may ask about files: opening, exporting, recording, keeping clips. Types only,
 * and the one place where components learn of `src/media`.
 */
import type { ClipLibraryState } from '../media/clip-library';
import type { ExportQueueState } from '../media/export-queue';
import type { RecorderState } from '../media/live-recorder';
import type { MicrophoneState } from '../media/microphone';
import type { ExportChoices, VideoDeskState } from '../media/video-desk';
import type { FormatAvailability, MediaProbe } from '../protocol/media';

export type { Clip, ClipLibraryState, RecoverableClip } from '../media/clip-library';
export type { ExportItem, ExportQueueState } from '../media/export-queue';
export type { RecorderState } from '../media/live-recorder';
export type { MicrophoneState } from '../media/microphone';
export type { ExportChoices, VideoDeskState } from '../media/video-desk';

/** Where the clip on the easel is, seconds. */
export interface Timeline {
  readonly position: number;
  readonly duration: number;
}

/** A file that was opened with others and waits for its turn. */
export interface WaitingFile {
  readonly id: string;
  readonly name: string;
  /** Null until it was looked into. */
  readonly probe: MediaProbe | null;
  /** Why it cannot be exported, a sentence; null if it can, or is not known yet. */
  readonly problem: string | null;
}

export interface MediaState {
  /** What this browser can write; null until that is known. */
  readonly formats: readonly FormatAvailability[] | null;
  /** The video that is open, and what would become of it. */
  readonly desk: VideoDeskState;
  /** Null while no video is on the easel. */
  readonly timeline: Timeline | null;
  readonly waiting: readonly WaitingFile[];
  readonly exports: ExportQueueState;
  readonly microphone: MicrophoneState;
  readonly recorder: RecorderState;
  readonly clips: ClipLibraryState;
  /** True where files can be handed to other programs. */
  readonly canShare: boolean;
  /** True where people can choose the place on their disk that a clip goes to. */
  readonly canSave: boolean;
}

/** Everything that can be asked for. What goes wrong ends up in the state. */
export interface MediaActions {
  /** Files that were dropped or pasted: videos, the first of which is shown, or else a picture, or a style. */
  openFiles(files: readonly File[]): void;
  /** Shows a file that waits; the one that was shown waits from then on, as the last. */
  showWaiting(id: string): void;
  removeWaiting(id: string): void;
  /** Shows the frame at a position in seconds. */
  seek(seconds: number): void;

  chooseExport(change: Partial<ExportChoices>): void;
  /** Exports the open video as chosen, and after it the files that wait. */
  startExport(): void;
  pauseExport(): void;
  resumeExport(): void;
  /** Ends the current export; its finished part becomes a clip. */
  cancelExport(): void;
  /** Takes an export off the list, be it waiting or over. */
  removeExport(id: string): void;
  /** Takes an export that ended early off the list, and its finished part off the clips. */
  discardPart(id: string): void;

  record(): void;
  stopRecording(): void;
  openMicrophone(deviceId: string | null): void;
  closeMicrophone(): void;
  /** Peak of the last instants, 0…1. */
  microphoneLevel(): number;

  renameClip(id: string, name: string): void;
  deleteClip(id: string): void;
  undoDelete(): void;
  shareClip(id: string): void;
  /** Asks where to put a copy of a clip; while a press of a button is being handled. */
  saveClip(id: string): void;
  recoverClip(id: string): void;
  discardRecoverable(id: string): void;
}
