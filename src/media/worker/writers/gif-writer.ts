import { applyPalette, GIFEncoder, type GifStream, type Palette, quantize } from 'gifenc';
import type { Size } from '../../../protocol/quality';
import type { FileWriter } from '../file-writer';
import type { FrameTiming } from '../source-frames';
import type { FrameWriter } from './frame-writer';
import { GifTiming } from './gif-timing';
import { PixelReader } from './pixel-reader';

const COLOURS = 256;
const BLACK: Palette = [[0, 0, 0]];
/** Long side at which frames are looked at for the palette: colours survive it, time is saved. */
const PALETTE_SIDE = 160;

/** With which a GIF ends. */
const TRAILER = new Uint8Array([0x3b]);

interface Waiting {
  readonly index: Uint8Array;
  readonly timing: FrameTiming;
}

/** The colours of a clip, gathered from a few frames all over it. */
export class PaletteBuilder {
  private readonly pixels: Uint8ClampedArray[] = [];
  private readonly reader: PixelReader;

  constructor({ width, height }: Size) {
    const scale = Math.min(1, PALETTE_SIDE / Math.max(width, height));
    this.reader = new PixelReader({
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
    });
  }

  /** Takes `frame` over. */
  add(frame: VideoFrame): void {
    this.pixels.push(this.reader.read(frame).data);
  }

  get empty(): boolean {
    return this.pixels.length === 0;
  }

  build(): Palette {
    // Of nothing `quantize` cannot make any.
    if (this.empty) return BLACK;
    const all = new Uint8ClampedArray(this.pixels.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of this.pixels) {
      all.set(part, at);
      at += part.length;
    }
    return quantize(all, COLOURS);
  }
}

/** An animated GIF with one palette, written frame by frame. A frame waits until its end is known. */
export class GifWriter implements FrameWriter {
  private readonly gif: GifStream = GIFEncoder({ auto: false });
  private readonly timing = new GifTiming();
  private readonly reader: PixelReader;
  private waiting: Waiting | null = null;
  private first = true;
  private end = 0;

  constructor(
    private readonly file: FileWriter,
    private readonly size: Size,
    private readonly palette: Palette,
  ) {
    this.reader = new PixelReader(size);
    this.gif.writeHeader();
  }

  add(frame: VideoFrame, timing: FrameTiming): Promise<void> {
    this.end = timing.timestamp + timing.duration;
    const step = this.timing.next(timing.timestamp);
    if (!step) {
      frame.close();
      return Promise.resolve();
    }
    const index = applyPalette(this.reader.read(frame).data, this.palette);
    if (this.waiting && step.previousDelay !== null) this.write(this.waiting, step.previousDelay);
    this.waiting = { index, timing };
    return Promise.resolve();
  }

  finish(): Promise<void> {
    if (this.waiting) this.write(this.waiting, this.timing.last(this.end));
    this.waiting = null;
    this.gif.finish();
    this.flush();
    this.file.close();
    return Promise.resolve();
  }

  abandon(): Promise<boolean> {
    try {
      this.file.write({ data: TRAILER, position: null });
    } catch {
      // Most programs do without it.
    }
    this.file.close();
    return Promise.resolve(!this.first);
  }

  private write({ index }: Waiting, delay: number): void {
    const { width, height } = this.size;
    const opening = this.first ? { first: true, palette: this.palette, repeat: 0 } : {};
    this.gif.writeFrame(index, width, height, { ...opening, delay });
    this.first = false;
    this.flush();
  }

  private flush(): void {
    this.file.write({ data: this.gif.bytesView(), position: null });
    this.gif.reset();
  }
}
