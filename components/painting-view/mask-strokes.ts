/** Long side of a mask, pixels: it is soft at its edges anyway. */
const MASK_SIDE = 512;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The strokes of a mask on a canvas of their own: opaque where style goes, clear elsewhere. */
export class MaskStrokes {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private last: Point | null = null;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('The browser gives no canvas to brush on.');
    this.canvas = canvas;
    this.context = context;
  }

  /** For a picture of this shape; what was there goes, and `mask` takes its place. */
  reset(picture: { readonly width: number; readonly height: number }, mask: ImageBitmap | null): void {
    const scale = MASK_SIDE / Math.max(picture.width, picture.height);
    this.canvas.width = Math.max(1, Math.round(picture.width * scale));
    this.canvas.height = Math.max(1, Math.round(picture.height * scale));
    if (mask) this.show(mask);
  }

  /** Begins a stroke; `point` in shares of the picture, `size` as a share of its long side. */
  begin(point: Point, size: number, erases: boolean): void {
    const { context, canvas } = this;
    context.globalCompositeOperation = erases ? 'destination-out' : 'source-over';
    context.strokeStyle = '#fff';
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.lineWidth = Math.max(1, size * Math.max(canvas.width, canvas.height));
    this.last = this.scaled(point);
    this.move(point);
  }

  move(point: Point): void {
    const { context, last } = this;
    if (!last) return;
    const next = this.scaled(point);
    context.beginPath();
    context.moveTo(last.x, last.y);
    context.lineTo(next.x, next.y);
    context.stroke();
    this.last = next;
  }

  /** Ends the stroke and gives the mask, white on black; null if nothing is left of it. */
  async end(): Promise<ImageBitmap | null> {
    this.last = null;
    const { width, height } = this.canvas;
    const { data } = this.context.getImageData(0, 0, width, height);
    if (!data.some((value, at) => at % 4 === 3 && value > 0)) return null;
    const mask = new OffscreenCanvas(width, height);
    const context = mask.getContext('2d');
    if (!context) return null;
    context.fillRect(0, 0, width, height);
    context.drawImage(this.canvas, 0, 0);
    return createImageBitmap(mask);
  }

  /** White becomes opaque, black clear. */
  private show(mask: ImageBitmap): void {
    const { context, canvas } = this;
    context.globalCompositeOperation = 'source-over';
    context.drawImage(mask, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < pixels.data.length; at += 4) {
      pixels.data[at + 3] = pixels.data[at] ?? 0;
      pixels.data.fill(255, at, at + 3);
    }
    context.putImageData(pixels, 0, 0);
  }

  private scaled({ x, y }: Point): Point {
    return { x: x * this.canvas.width, y: y * this.canvas.height };
  }
}
