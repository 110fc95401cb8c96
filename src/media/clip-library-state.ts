import type { ErrorReport } from '../protocol/errors';
import type { Clip } from './shown-clips';

/** What a crash has left: it can be made a clip of, or thrown away. */
export interface RecoverableClip {
  readonly id: string;
  readonly name: string;
  /** ms since 1970. */
  readonly startedAt: number;
  /** True while a clip is being made of it. */
  readonly recovering: boolean;
}

export interface StorageUse {
  /** Of all clips together, bytes. */
  readonly clips: number;
  /** What the browser counts for this site, and what it allows; bytes. */
  readonly used: number;
  readonly quota: number;
}

export interface ClipLibraryState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly clips: readonly Clip[];
  readonly recoverable: readonly RecoverableClip[];
  /** The clip whose deletion can still be undone. */
  readonly deleted: { readonly id: string; readonly name: string } | null;
  /** Clips that are being copied to a place of the user's. */
  readonly saving: readonly string[];
  readonly storage: StorageUse | null;
  readonly error: ErrorReport | null;
}

export const NOTHING_LOADED: ClipLibraryState = {
  status: 'loading',
  clips: [],
  recoverable: [],
  deleted: null,
  saving: [],
  storage: null,
  error: null,
};
