import type { EnginePicture } from '../../engine/style-engine';
import { ImpastoError } from '../../protocol/errors';
import type { Size } from '../../protocol/quality';
import type { Compositor, View } from '../compositor';
import { compositeShare, DETAIL_LIMIT, detailGain } from '../detail';
import { imageSize } from '../image-size';
import { letterbox, type Rect } from '../letterbox';
import { requireOriginal } from '../original';

/** While live the composite is made on the CPU at no more than this, and scaled to the display by the canvas. */
const MAX_COMPOSITE_SIDE = 640;
const DIVIDER_WIDTH = 3;

/** A canvas can be no smaller. */
const NOTHING: Size = { width: 1, height: 1 };

type Context = OffscreenCanvasRenderingContext2D;

/** Ingest and presentation without a GPU, for the WASM and CPU backends. */
export class Canvas2dCompositor implements Compositor {
  private readonly context: Context;
  private readonly held = createContext();
  private readonly scratch = createContext();
  private readonly layer = createContext();
  private shown: ImageData | null = null;
  private holding = false;

  /** @param maxSide long side of the composite; larger pictures are scaled by the canvas */
  constructor(
    private readonly canvas: OffscreenCanvas,
    private readonly maxSide = MAX_COMPOSITE_SIDE,
  ) {
    const context = canvas.getContext('2d');
    if (!context) throw new ImpastoError('no-backend', 'This browser cannot draw on a canvas in a worker.');
    this.context = context;
  }

  get original(): Size | null {
    return this.holding ? { width: this.held.canvas.width, height: this.held.canvas.height } : null;
  }

  hold(image: VideoFrame | ImageBitmap): void {
    const size = imageSize(image);
    fit(this.held, size);
    this.held.drawImage(image, 0, 0, size.width, size.height);
    this.holding = true;
  }

  ingest(size: Size, mirror: boolean): EnginePicture {
    this.shown = this.originalPixels(size, mirror);
    return { kind: 'pixels', data: toFloats(this.shown) };
  }

  present(painted: EnginePicture | null, size: Size, view: View): void {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.draw(this.context, letterbox(this.original ?? size, this.canvas), painted, size, view);
  }

  takePicture(painted: EnginePicture | null, size: Size, view: View): Promise<Blob> {
    const { width, height } = letterbox(this.original ?? size, this.canvas);
    const target = createContext();
    fit(target, { width, height });
    this.draw(target, { x: 0, y: 0, width, height }, painted, size, view);
    return target.canvas.convertToBlob({ type: 'image/png' });
  }

  takeOriginal(mirror: boolean): Promise<ImageBitmap> {
    const size = requireOriginal(this.original);
    const target = createContext();
    fit(target, size);
    drawMirrored(target, this.held.canvas, { x: 0, y: 0, ...size }, mirror);
    return Promise.resolve(target.canvas.transferToImageBitmap());
  }

  resize(display: Size): void {
    this.canvas.width = display.width;
    this.canvas.height = display.height;
  }

  clear(): void {
    this.holding = false;
    fit(this.held, NOTHING);
    this.shown = null;
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  async finished(): Promise<void> {
    // Everything above is done when it returns.
  }

  stageTimes(): null {
    return null;
  }

  bytes(): number {
    const canvases = [this.held.canvas, this.scratch.canvas, this.layer.canvas];
    return canvases.reduce((sum, { width, height }) => sum + width * height * 4, 0);
  }

  dispose(): void {
    for (const context of [this.held, this.scratch, this.layer]) fit(context, NOTHING);
  }

  private draw(target: Context, rect: Rect, painted: EnginePicture | null, size: Size, view: View): void {
    target.imageSmoothingQuality = 'high';
    drawMirrored(target, this.held.canvas, rect, view.mirror);
    if (!painted || view.compare >= 1) return;
    const composite = this.composite(painted, size, rect, view);
    const split = Math.round(view.compare * rect.width);
    const from = view.compare * composite.width;
    // Over the original in the display's resolution, which the composite may not have.
    target.globalAlpha = compositeShare(view.strength);
    target.drawImage(
      composite,
      from,
      0,
      composite.width - from,
      composite.height,
      rect.x + split,
      rect.y,
      rect.width - split,
      rect.height,
    );
    target.globalAlpha = 1;
    if (split > 0) {
      target.fillStyle = 'white';
      target.fillRect(rect.x + split - 1, rect.y, DIVIDER_WIDTH, rect.height);
    }
  }

  /** The paint with the original's detail, to be drawn over the original; no larger than the display asks for. */
  private composite(painted: EnginePicture, size: Size, rect: Rect, view: View): OffscreenCanvas {
    if (painted.kind !== 'pixels') throw new Error(`a 2D compositor cannot show a ${painted.kind}`);
    const scale = Math.min(1, this.maxSide / Math.max(rect.width, rect.height));
    const target = { width: Math.round(rect.width * scale), height: Math.round(rect.height * scale) };
    const photo = this.originalPixels(target, view.mirror);
    const shown = this.shown && this.enlarge(this.shown, target);
    const paint = this.enlarge(toPixels(painted.data, size), target);
    if (shown) addDetail(paint.data, photo.data, shown.data, view.strength);
    fit(this.layer, target);
    this.layer.putImageData(paint, 0, 0);
    return this.layer.canvas;
  }

  private originalPixels(size: Size, mirror: boolean): ImageData {
    fit(this.scratch, size);
    this.scratch.imageSmoothingQuality = 'medium';
    drawMirrored(this.scratch, this.held.canvas, { x: 0, y: 0, ...size }, mirror);
    return this.scratch.getImageData(0, 0, size.width, size.height);
  }

  private enlarge(pixels: ImageData, target: Size): ImageData {
    fit(this.layer, pixels);
    this.layer.putImageData(pixels, 0, 0);
    fit(this.scratch, target);
    this.scratch.imageSmoothingQuality = 'low';
    this.scratch.drawImage(this.layer.canvas, 0, 0, target.width, target.height);
    return this.scratch.getImageData(0, 0, target.width, target.height);
  }
}

function createContext(): Context {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context) throw new ImpastoError('no-backend', 'This browser cannot draw on a canvas in a worker.');
  return context;
}

/** Sets the canvas's size; a change clears it. */
function fit({ canvas }: Context, { width, height }: Size): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

function drawMirrored(target: Context, source: OffscreenCanvas, rect: Rect, mirror: boolean): void {
  target.save();
  target.translate(mirror ? rect.x + rect.width : rect.x, rect.y);
  if (mirror) target.scale(-1, 1);
  target.drawImage(source, 0, 0, rect.width, rect.height);
  target.restore();
}

function toFloats({ data }: ImageData): Float32Array {
  const floats = new Float32Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    floats[to] = (data[from] ?? 0) / 255;
    floats[to + 1] = (data[from + 1] ?? 0) / 255;
    floats[to + 2] = (data[from + 2] ?? 0) / 255;
  }
  return floats;
}

function toPixels(floats: Float32Array, { width, height }: Size): ImageData {
  const pixels = new ImageData(width, height);
  const { data } = pixels;
  for (let from = 0, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = (floats[from] ?? 0) * 255;
    data[to + 1] = (floats[from + 1] ?? 0) * 255;
    data[to + 2] = (floats[from + 2] ?? 0) * 255;
    data[to + 3] = 255;
  }
  return pixels;
}

/** paint ← paint + limited detail: see detail.ts. All three are RGBA of one size. */
function addDetail(
  paint: Uint8ClampedArray,
  photo: Uint8ClampedArray,
  shown: Uint8ClampedArray,
  strength: number,
): void {
  const limited = Float32Array.from({ length: 511 }, (_, index) => {
    const detail = index - 255;
    return (detail * detailGain(strength)) / (1 + (Math.abs(detail) / 255) * (strength / DETAIL_LIMIT));
  });
  for (let at = 0; at < paint.length; at++) {
    paint[at] = (paint[at] ?? 0) + (limited[(photo[at] ?? 0) - (shown[at] ?? 0) + 255] ?? 0);
  }
}
