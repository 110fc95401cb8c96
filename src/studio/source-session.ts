import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { SourceFrame } from '../protocol/render';
import type { FrameSource, SourceInfo } from '../sources/frame-source';

export interface SourceSessionHost {
  /** Takes ownership of `frame`. */
  frame(frame: SourceFrame): void;
  /** The present source ended: by itself (null), or by failing, after which it is gone. */
  ended(error: ErrorReport | null): void;
}

/** Holds the one source there is. The latest request wins, however late an older one answers. */
export class SourceSession {
  readonly #host: SourceSessionHost;
  #source: FrameSource | null = null;

  constructor(host: SourceSessionHost) {
    this.#host = host;
  }

  get source(): FrameSource | null {
    return this.#source;
  }

  /**
   * Stops the source there is and starts `source`. Resolves with null if another request came in
   * the meantime; rejects with what `source.start` throws, if it is still wanted.
   */
  async begin(source: FrameSource): Promise<SourceInfo | null> {
    this.end();
    this.#source = source;
    try {
      const info = await source.start({
        frame: (frame) => {
          if (source === this.#source) this.#host.frame(frame);
          else frame.image.close();
        },
        ended: (error) => {
          this.#ended(source, error);
        },
      });
      if (source === this.#source) return info;
      source.stop();
      return null;
    } catch (error) {
      source.stop();
      if (source !== this.#source) return null;
      this.#source = null;
      throw error;
    }
  }

  pause(): void {
    this.#source?.pause();
  }

  async resume(): Promise<void> {
    const source = this.#source;
    try {
      await source?.resume();
    } catch (error) {
      if (source !== null) this.#ended(source, toErrorReport(error));
    }
  }

  repeat(): void {
    this.#source?.repeat();
  }

  end(): void {
    const source = this.#source;
    this.#source = null;
    source?.stop();
  }

  #ended(source: FrameSource, error: ErrorReport | null): void {
    if (source !== this.#source) return;
    if (error !== null) this.end();
    this.#host.ended(error);
  }
}
