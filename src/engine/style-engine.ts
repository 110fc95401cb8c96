import type { NetworkModel } from '../network/model';
import type { BackendName } from '../protocol/backend';
import type { Size } from '../protocol/quality';
import type { StyleMix } from '../protocol/style';

/**
 * A picture of the working size in the memory that a backend computes in; RGB 0…1, row-major.
 * - `buffer`: float32, three values a pixel; as a texture too where ingest made one;
 * - `image`: a texture, one texel a pixel;
 * - `texture`: float, one RGBA texel a pixel, first row at the top;
 * - `pixels`: float32, three values a pixel.
 */
export type EnginePicture =
  | { readonly kind: 'buffer'; readonly buffer: GPUBuffer; readonly texture: GPUTexture | null }
  | { readonly kind: 'image'; readonly texture: GPUTexture }
  | { readonly kind: 'texture'; readonly texture: WebGLTexture }
  | { readonly kind: 'pixels'; readonly data: Float32Array };

/** A stylized picture, owned by the engine until `release` is called. */
export interface EngineOutput {
  readonly picture: EnginePicture;
  release(): void;
}

/** A frame's place in a stream of frames, such as the display's or an export's. */
export interface StreamFrame {
  /** Stands for the stream: any object, told from others by its identity. */
  readonly stream: object;
  /** Seconds since the frame before; null begins anew, with nothing of what was before. */
  readonly elapsed: number | null;
  /** How much of the past steadies this frame, 0…1; see steadying.ts. */
  readonly smoothing: number;
}

export interface EngineInfo {
  readonly backend: BackendName;
  /** Name of the engine, and if it is not the usual one, why; for the user. */
  readonly engine: string;
  readonly adapter: string;
  /** True if the adapter is the processor: a graphics interface without a graphics card behind it. */
  readonly software: boolean;
  readonly f16: boolean;
  /** Threads of the WASM backend; 1 elsewhere. */
  readonly threads: number;
}

/** Runs an image transformation network on one backend. Every engine executes the same NetworkSpec. */
export interface StyleEngine {
  readonly info: EngineInfo;
  /** Takes over a model, compiled and ready when it resolves; the one before is freed. */
  load(model: NetworkModel): Promise<void>;
  /** Takes effect with the next frame; loads nothing. */
  setMix(mix: StyleMix): void;
  /**
   * Stylizes a picture of `size` into one of the same size and kind.
   * @param frame steadies it by the frames before; null paints the picture alone
   */
  stylize(picture: EnginePicture, size: Size, frame?: StreamFrame | null): EngineOutput;
  /** Frees what is kept for the sizes painted so far; they are prepared anew when asked for. */
  trim(): void;
  /** Frees what is remembered of a stream. */
  forget(stream: object): void;
  memory(): { readonly tensors: number; readonly bytes: number };
  dispose(): void;
}
