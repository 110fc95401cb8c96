import type { EnginePicture } from '../../engine/style-engine';
import type { Size } from '../../protocol/quality';
import type { Compositor, View } from '../compositor';
import { compositeShare, DETAIL_LIMIT, detailGain } from '../detail';
import { imageSize } from '../image-size';
import { letterbox, type Rect } from '../letterbox';
import { requireOriginal } from '../original';
import { pixelsToPng } from '../png';
import { FullscreenProgram } from './program';
import { RenderTexture } from './render-texture';
import { INGEST_GLSL, PRESENT_GLSL, TRIANGLE_GLSL } from './shaders';
import { turn } from './turn';

const MAX_TAPS = 8;
/** How long to look for the fence at every turn of the event loop before sleeping between looks. */
const EAGER_MS = 8;

/** Ingest and presentation in the WebGL2 context that TensorFlow.js computes in. */
export class WebGlCompositor implements Compositor {
  private readonly ingestProgram: FullscreenProgram;
  private readonly presentProgram: FullscreenProgram;
  private readonly originalTexture: RenderTexture;
  private readonly shownTexture: RenderTexture;
  private readonly pictureTexture: RenderTexture;
  /** What pictures are read into. */
  private pixels: ImageData | null = null;
  private holding = false;

  constructor(
    /** The display; a mere size where pictures are only read. */
    private readonly canvas: OffscreenCanvas | { width: number; height: number },
    private readonly gl: WebGL2RenderingContext,
  ) {
    this.ingestProgram = new FullscreenProgram(gl, TRIANGLE_GLSL, INGEST_GLSL, ['original', 'taps']);
    this.presentProgram = new FullscreenProgram(gl, TRIANGLE_GLSL, PRESENT_GLSL, [
      'original',
      'shown',
      'painted',
    ]);
    this.originalTexture = new RenderTexture(gl);
    this.shownTexture = new RenderTexture(gl);
    this.pictureTexture = new RenderTexture(gl);
  }

  get original(): Size | null {
    return this.holding ? this.originalTexture.size : null;
  }

  hold(image: VideoFrame | ImageBitmap): void {
    const { gl } = this;
    this.originalTexture.resize(imageSize(image));
    gl.bindTexture(gl.TEXTURE_2D, this.originalTexture.get());
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, gl.RGBA, gl.UNSIGNED_BYTE, image);
    this.holding = true;
  }

  ingest(size: Size, mirror: boolean): EnginePicture {
    const source = this.originalTexture.size ?? size;
    this.shownTexture.resize(size);
    this.shownTexture.bindAsTarget();
    this.ingestProgram.draw(
      size.width,
      size.height,
      { original: this.originalTexture.get() },
      {
        size: [size.width, size.height],
        mirror: mirror ? 1 : 0,
        taps: Math.min(MAX_TAPS, Math.max(1, Math.ceil(source.width / size.width / 2))),
      },
    );
    return { kind: 'texture', texture: this.shownTexture.get() };
  }

  present(painted: EnginePicture | null, size: Size, view: View): void {
    this.gl.bindFramebuffer(this.gl.FRAMEBUFFER, null);
    const rect = letterbox(this.originalTexture.size ?? size, this.canvas);
    this.draw(rect, this.canvas, false, painted, view);
  }

  async takePicture(painted: EnginePicture | null, size: Size, view: View): Promise<Blob> {
    const pixels = this.readPicture(painted, size, view);
    this.freePicture();
    return await pixelsToPng(pixels);
  }

  /** The composite without letterbox bars, read back; the next one is read into the same memory. */
  readPicture(painted: EnginePicture | null, size: Size, view: View): ImageData {
    return this.read(letterbox(this.originalTexture.size ?? size, this.canvas), painted, view);
  }

  async takeOriginal(mirror: boolean): Promise<ImageBitmap> {
    const size = requireOriginal(this.original);
    const pixels = this.read(size, null, { strength: 0, compare: 0, mirror });
    this.freePicture();
    return await createImageBitmap(pixels);
  }

  private read({ width, height }: Size, painted: EnginePicture | null, view: View): ImageData {
    const { gl } = this;
    this.pictureTexture.resize({ width, height });
    this.pictureTexture.bindAsTarget();
    this.draw({ x: 0, y: 0, width, height }, { width, height }, true, painted, view);
    if (this.pixels?.width !== width || this.pixels.height !== height)
      this.pixels = new ImageData(width, height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, this.pixels.data);
    return this.pixels;
  }

  /** For pictures that are taken now and then nothing is kept. */
  private freePicture(): void {
    this.pictureTexture.destroy();
    this.pixels = null;
  }

  resize(display: Size): void {
    this.canvas.width = display.width;
    this.canvas.height = display.height;
  }

  clear(): void {
    const { gl } = this;
    this.holding = false;
    this.originalTexture.destroy();
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.disable(gl.SCISSOR_TEST);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.SCISSOR_TEST);
  }

  async finished(): Promise<void> {
    const { gl } = this;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (!fence) return;
    gl.flush();
    const start = performance.now();
    while (gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED) {
      await (performance.now() - start < EAGER_MS ? turn() : sleep(1));
    }
    gl.deleteSync(fence);
  }

  stageTimes(): null {
    return null;
  }

  bytes(): number {
    return this.originalTexture.bytes + this.shownTexture.bytes + this.pictureTexture.bytes;
  }

  dispose(): void {
    this.ingestProgram.destroy();
    this.presentProgram.destroy();
    for (const texture of [this.originalTexture, this.shownTexture, this.pictureTexture]) texture.destroy();
  }

  private draw(rect: Rect, target: Size, topFirst: boolean, painted: EnginePicture | null, view: View): void {
    if (painted && painted.kind !== 'texture')
      throw new Error(`a WebGL compositor cannot show a ${painted.kind}`);
    const strength = painted ? view.strength : 0;
    this.presentProgram.draw(
      target.width,
      target.height,
      {
        original: this.originalTexture.get(),
        shown: this.shownTexture.get(),
        painted: painted ? painted.texture : this.shownTexture.get(),
      },
      {
        rect: [rect.x, rect.y, rect.width, rect.height],
        targetHeight: target.height,
        topFirst,
        compare: view.compare,
        mirror: view.mirror ? 1 : 0,
        gain: detailGain(strength),
        limit: strength / DETAIL_LIMIT,
        share: compositeShare(strength),
      },
    );
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
