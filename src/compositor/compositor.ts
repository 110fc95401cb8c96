import type { EnginePicture } from '../engine/style-engine';
import type { StageTimes } from '../protocol/render';
import type { Size } from '../protocol/quality';

/** How a stylized picture is put together with its original. */
export interface View {
  /** 0 shows the original alone; the engine's picture is then not needed. */
  readonly strength: number;
  /** Share of the width, from the left, that shows the original. */
  readonly compare: number;
  readonly mirror: boolean;
}

/**
 * Holds the newest original, brings it to the working size for the engine (ingest), and puts
 * stylized picture and original together on the canvas (present). One of them per graphics API;
 * each owns its canvas context and everything it allocates there.
 */
export interface Compositor {
  /** Size of the held original in pixels, or null. */
  readonly original: Size | null;
  /** Copies the frame in, so that it can be painted again; the caller still closes it. */
  hold(image: VideoFrame | ImageBitmap): void;
  /** Scales and mirrors the held original to the working size, in one pass. */
  ingest(size: Size, mirror: boolean): EnginePicture;
  /** Draws the composite, letterboxed; `painted` is null where only the original is shown. */
  present(painted: EnginePicture | null, size: Size, view: View): void;
  /** The composite without letterbox bars, as PNG at the display's resolution. */
  takePicture(painted: EnginePicture | null, size: Size, view: View): Promise<Blob>;
  /**
   * The held original, unpainted, in its own size; the caller closes it.
   * Throws `ImpastoError` `picture-failed` where nothing is held.
   */
  takeOriginal(mirror: boolean): Promise<ImageBitmap>;
  /** Size of the canvas in device pixels. */
  resize(display: Size): void;
  /** Frees the original and clears the canvas. */
  clear(): void;
  /** Resolves when everything submitted so far has really been done. */
  finished(): Promise<void>;
  /** GPU times of the last measured frame; null where the API has no timestamps. */
  stageTimes(): StageTimes | null;
  /** Bytes of textures and buffers owned. */
  bytes(): number;
  dispose(): void;
}
