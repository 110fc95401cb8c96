import * as Comlink from 'comlink';
import { letterbox } from '../compositor/letterbox';
import type { CaptureOptions, CaptureSinkApi } from '../protocol/media';
import type { Size } from '../protocol/quality';

/** Frames on their way to the encoder; one that comes while so many are there is left out. */
const MAX_IN_FLIGHT = 2;
const MICROSECONDS_PER_MS = 1000;

/**
 * Copies what is shown, right after it was drawn, at a fixed size: neither the window nor the quality
 * changes the recording. Another shape than the recording's is letterboxed in black.
 */
export class CaptureTap {
  private readonly context: OffscreenCanvasRenderingContext2D;
  private readonly sink: Comlink.Remote<CaptureSinkApi>;
  private inFlight = 0;

  constructor(
    private readonly port: MessagePort,
    { size }: CaptureOptions,
  ) {
    const context = new OffscreenCanvas(size.width, size.height).getContext('2d', { alpha: false });
    if (!context) throw new Error('no 2D context');
    context.imageSmoothingQuality = 'high';
    this.context = context;
    this.sink = Comlink.wrap<CaptureSinkApi>(port);
  }

  /**
   * Call in the task that drew the display.
   * @param picture size of the picture that is shown letterboxed on `display`
   * @param time of capture, ms on the page's clock
   */
  shown(display: OffscreenCanvas, picture: Size, time: number): void {
    if (this.inFlight >= MAX_IN_FLIGHT) return;
    const { canvas } = this.context;
    const from = letterbox(picture, display);
    const to = letterbox(from, canvas);
    this.context.clearRect(0, 0, canvas.width, canvas.height);
    this.context.drawImage(display, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
    const frame = new VideoFrame(canvas, { timestamp: Math.round(time * MICROSECONDS_PER_MS) });
    this.inFlight++;
    void this.sink
      .put(Comlink.transfer(frame, [frame]))
      // A recorder that is gone says so to the page by itself.
      .catch(() => undefined)
      .finally(() => this.inFlight--);
  }

  close(): void {
    this.port.close();
  }
}
