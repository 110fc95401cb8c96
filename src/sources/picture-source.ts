import { ImpastoError } from '../protocol/errors';
import { withDeadline } from '../shared/deadline';
import { decodePicture, fitInto } from './decode-picture';
import { FrameGate } from './frame-gate';
import type { FrameSink, FrameSource, SourceInfo } from './frame-source';
import { stoppedError } from './stopped';

/** Long side beyond which a picture is scaled down, pixels: what every GPU can hold as a texture. */
export const LARGEST_PICTURE = 4096;
/** Time until a picture must be decoded, ms. */
const DECODE_DEADLINE = 20_000;

/** A still picture: one frame, upright, at most {@link LARGEST_PICTURE} long. */
export class PictureSource implements FrameSource {
  readonly kind = 'picture';
  readonly #file: File;
  #stopped = false;
  #gate: FrameGate | null = null;
  /** Kept, so that the picture can be handed over again without decoding it anew. */
  #bitmap: ImageBitmap | null = null;

  constructor(file: File) {
    this.#file = file;
  }

  async start(sink: FrameSink): Promise<SourceInfo> {
    const bitmap = await this.#decode();
    if (this.#stopped) {
      bitmap.close();
      throw stoppedError();
    }
    this.#bitmap = bitmap;
    this.#gate = new FrameGate(sink);
    this.repeat();
    const { width, height } = bitmap;
    return { kind: 'picture', label: this.#file.name, width, height, frameInterval: 0 };
  }

  pause(): void {
    // A picture stands still as it is.
  }

  resume(): Promise<void> {
    return Promise.resolve();
  }

  repeat(): void {
    void this.#handOver();
  }

  stop(): void {
    this.#stopped = true;
    this.#gate?.shut();
    this.#bitmap?.close();
    this.#bitmap = null;
  }

  async #handOver(): Promise<void> {
    if (this.#bitmap === null || this.#gate === null) return;
    const gate = this.#gate;
    try {
      gate.offer(await createImageBitmap(this.#bitmap), performance.now());
    } catch (error) {
      if (!this.#stopped) gate.end(this.#unreadable(error).report);
    }
  }

  async #decode(): Promise<ImageBitmap> {
    const url = URL.createObjectURL(this.#file);
    try {
      return await withDeadline(
        decodePicture(url, (size) => fitInto(LARGEST_PICTURE, size)),
        DECODE_DEADLINE,
        () => this.#unreadable('not decoded before the deadline'),
        (late) => late.close(),
      );
    } catch (error) {
      throw error instanceof ImpastoError ? error : this.#unreadable(error);
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  #unreadable(cause: unknown): ImpastoError {
    const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    return new ImpastoError(
      'file-unreadable',
      `“${this.#file.name}” cannot be shown: it is damaged, is not a picture, or uses a format this browser does not know. Try a JPEG, PNG or WebP file.`,
      detail,
    );
  }
}
