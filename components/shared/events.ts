import type { Size } from '../../src/protocol/quality';
import type { ExportChoices } from '../../src/studio/media';
import type { PaintingActions } from '../../src/studio/painting';
import type { Preferences } from '../../src/studio/studio';

export type TransportAction = 'pause' | 'resume' | 'stop' | 'take-picture' | 'record' | 'stop-recording';
export type ExportAction = 'pause' | 'resume' | 'cancel';
/** `remove` and `discard` are for exports, the others for files that wait. */
export type QueueAction = 'remove' | 'discard' | 'show' | 'remove-file';
/** `recover` and `forget` are for what a crash has left. */
export type ClipAction = 'play' | 'share' | 'save' | 'delete' | 'recover' | 'forget';

/** Something that can be asked of "Paint this frame", by name, with what it is to be given. */
export type PaintingRequest = {
  [Action in keyof PaintingActions]: {
    readonly action: Action;
    readonly args: Parameters<PaintingActions[Action]>;
  };
}[keyof PaintingActions];

/** Every event that crosses an element's boundary, with its detail. */
export interface ImpastoEventDetails {
  'start-camera': null;
  'open-video': { readonly file: File; readonly others: readonly File[] };
  'open-picture': { readonly file: File };
  'start-sample': null;
  'camera-choose': { readonly cameraId: string };
  prefer: Partial<Preferences>;
  'add-style': { readonly files: readonly File[] };
  'remove-style': { readonly id: string };
  'share-change': { readonly share: number };
  'value-change': { readonly value: number };
  'brush-change': { readonly size: number; readonly erases: boolean };
  optimize: PaintingRequest;
  'compare-change': { readonly share: number };
  transport: { readonly action: TransportAction };
  seek: { readonly seconds: number };
  'export-choose': Partial<ExportChoices>;
  'export-start': null;
  'export-control': { readonly action: ExportAction };
  queue: { readonly action: QueueAction; readonly id: string };
  clip: { readonly action: ClipAction; readonly id: string };
  'clip-rename': { readonly id: string; readonly name: string };
  'clip-undo': null;
  'player-close': null;
  'microphone-open': { readonly deviceId: string | null };
  'microphone-close': null;
  'stage-canvas': { readonly canvas: HTMLCanvasElement; readonly display: Size };
  'stage-resize': { readonly display: Size };
  'error-dismiss': null;
  'error-retry': null;
  'notice-dismiss': { readonly id: number };
  'meters-toggle': null;
  'panel-toggle': null;
  'help-open': null;
  'help-close': null;
}

export type ImpastoEvent<K extends keyof ImpastoEventDetails> = CustomEvent<ImpastoEventDetails[K]>;

/** Fires a typed event that leaves the shadow tree, so that the app can listen wherever it likes. */
export function emit<K extends keyof ImpastoEventDetails>(
  host: HTMLElement,
  type: K,
  detail: ImpastoEventDetails[K],
): void {
  host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

/** Asks for something of "Paint this frame". */
export function ask<Action extends keyof PaintingActions>(
  host: HTMLElement,
  action: Action,
  ...args: Parameters<PaintingActions[Action]>
): void {
  // TypeScript does not see that an action and its own arguments are one of the union.
  emit(host, 'optimize', { action, args } as unknown as PaintingRequest);
}
