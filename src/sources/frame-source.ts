import type { ErrorReport } from '../protocol/errors';
import type { SourceFrame } from '../protocol/render';

export type SourceKind = 'camera' | 'video' | 'picture' | 'sample';

export interface SourceInfo {
  readonly kind: SourceKind;
  /** Device label, file name or title. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Nominal ms between frames; 0 for a still picture. */
  readonly frameInterval: number;
}

/** Receives what a source yields. A frame handed over is owned, and closed, by the receiver. */
export interface FrameSink {
  frame(frame: SourceFrame): void;
  /** The source ended: by itself (`null`: the clip is over) or by failing. */
  ended(error: ErrorReport | null): void;
}

/**
 * Something that yields frames. `start` resolves when the first frame can be expected and
 * throws an `ImpastoError` with a sentence for the user when there will be none.
 * `stop` frees everything and may be called at any time, twice too; after it nothing more is
 * handed to the sink.
 */
export interface FrameSource {
  readonly kind: SourceKind;
  start(sink: FrameSink): Promise<SourceInfo>;
  pause(): void;
  resume(): Promise<void>;
  /** Hands a frame over even while paused: a rebuilt renderer has none to show. */
  repeat(): void;
  stop(): void;
}
