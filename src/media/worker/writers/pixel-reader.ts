import type { Size } from '../../../protocol/quality';

/** Draws frames to a canvas of one size, to be read or encoded as a picture. */
export class PixelReader {
  private readonly context: OffscreenCanvasRenderingContext2D;

  constructor(private readonly size: Size) {
    const context = new OffscreenCanvas(size.width, size.height).getContext('2d', {
      alpha: false,
      willReadFrequently: true,
    });
    if (!context) throw new Error('no 2D context');
    context.imageSmoothingQuality = 'high';
    this.context = context;
  }

  /** RGBA, opaque. Takes `frame` over. */
  read(frame: VideoFrame): ImageData {
    this.draw(frame);
    return this.context.getImageData(0, 0, this.size.width, this.size.height);
  }

  /** Takes `frame` over. */
  toPng(frame: VideoFrame): Promise<Blob> {
    this.draw(frame);
    return this.context.canvas.convertToBlob({ type: 'image/png' });
  }

  private draw(frame: VideoFrame): void {
    this.context.drawImage(frame, 0, 0, this.size.width, this.size.height);
    frame.close();
  }
}
