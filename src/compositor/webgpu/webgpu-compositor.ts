import type { EnginePicture } from '../../engine/style-engine';
import { ImpastoError } from '../../protocol/errors';
import type { Size } from '../../protocol/quality';
import type { StageTimes } from '../../protocol/render';
import type { Compositor, View } from '../compositor';
import { compositeShare, DETAIL_LIMIT, detailGain } from '../detail';
import { imageSize } from '../image-size';
import { letterbox, type Rect } from '../letterbox';
import { requireOriginal } from '../original';
import { INGEST_WGSL, PRESENT_WGSL, UNPACK_WGSL } from './shaders';
import { SizedTexture } from './textures';
import { StageTimestamps } from './timestamps';

const TILE = 8;
/** Bilinear taps a side per working pixel; more would only help beyond a sixteenfold reduction. */
const MAX_TAPS = 8;

/** Ingest and presentation on a GPUDevice shared with the engine; nothing is read back. */
export class WebGpuCompositor implements Compositor {
  private readonly context: GPUCanvasContext;
  private readonly format = navigator.gpu.getPreferredCanvasFormat();
  private readonly pipelines: Pipelines;
  private readonly sampler: GPUSampler;
  private readonly ingestParams: GPUBuffer;
  private readonly presentParams: GPUBuffer;
  private readonly originalTexture: SizedTexture;
  private readonly shownTexture: SizedTexture;
  private readonly paintedTexture: SizedTexture;
  private readonly timestamps: StageTimestamps | null;
  private rgb: GPUBuffer | null = null;
  private holding = false;

  constructor(
    private readonly canvas: OffscreenCanvas,
    private readonly device: GPUDevice,
  ) {
    const context = canvas.getContext('webgpu');
    if (!context)
      throw new ImpastoError('no-backend', 'This browser cannot show WebGPU pictures on a canvas.');
    this.context = context;
    context.configure({ device, format: this.format, alphaMode: 'premultiplied' });
    this.pipelines = createPipelines(device, this.format);
    this.sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
    this.ingestParams = device.createBuffer({
      size: 16,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.presentParams = device.createBuffer({
      size: 48,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    const sampled = GPUTextureUsage.TEXTURE_BINDING;
    this.originalTexture = new SizedTexture(
      device,
      'rgba8unorm',
      sampled | GPUTextureUsage.COPY_DST | GPUTextureUsage.RENDER_ATTACHMENT,
      4,
    );
    this.shownTexture = new SizedTexture(device, 'rgba16float', sampled | GPUTextureUsage.STORAGE_BINDING, 8);
    this.paintedTexture = new SizedTexture(
      device,
      'rgba16float',
      sampled | GPUTextureUsage.STORAGE_BINDING,
      8,
    );
    this.timestamps = device.features.has('timestamp-query') ? new StageTimestamps(device) : null;
  }

  get original(): Size | null {
    return this.holding ? this.originalTexture.size : null;
  }

  hold(image: VideoFrame | ImageBitmap): void {
    const size = imageSize(image);
    const texture = this.originalTexture.get(size);
    this.device.queue.copyExternalImageToTexture({ source: image }, { texture }, [size.width, size.height]);
    this.holding = true;
  }

  ingest(size: Size, mirror: boolean): EnginePicture {
    const source = this.originalTexture.get(null);
    const rgb = this.ingestBuffer(size);
    const taps = Math.min(MAX_TAPS, Math.max(1, Math.ceil(source.width / size.width / 2)));
    this.device.queue.writeBuffer(
      this.ingestParams,
      0,
      new Uint32Array([size.width, size.height, mirror ? 1 : 0, taps]),
    );
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass(
      this.timestamps ? { timestampWrites: this.timestamps.ingestWrites } : {},
    );
    pass.setPipeline(this.pipelines.ingest);
    pass.setBindGroup(
      0,
      this.bind(this.pipelines.ingest, [
        { buffer: this.ingestParams },
        source.createView(),
        this.sampler,
        { buffer: rgb },
        this.shownTexture.get(size).createView(),
      ]),
    );
    pass.dispatchWorkgroups(Math.ceil(size.width / TILE), Math.ceil(size.height / TILE));
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    return { kind: 'buffer', buffer: rgb, texture: this.shownTexture.get(size) };
  }

  present(painted: EnginePicture | null, size: Size, view: View): void {
    const rect = letterbox(this.originalTexture.size ?? size, this.canvas);
    // Without the network there is no ingest, and so nothing to measure from.
    const timestamps = painted ? this.timestamps : null;
    this.draw(this.context.getCurrentTexture(), rect, painted, size, view, timestamps);
    timestamps?.read();
  }

  takePicture(painted: EnginePicture | null, size: Size, view: View): Promise<Blob> {
    const rect = letterbox(this.originalTexture.size ?? size, this.canvas);
    return this.drawApart(rect, painted, size, view, (canvas) => canvas.convertToBlob({ type: 'image/png' }));
  }

  async takeOriginal(mirror: boolean): Promise<ImageBitmap> {
    const size = requireOriginal(this.original);
    const view = { strength: 0, compare: 0, mirror };
    return await this.drawApart(size, null, size, view, (canvas) =>
      Promise.resolve(canvas.transferToImageBitmap()),
    );
  }

  resize(display: Size): void {
    this.canvas.width = display.width;
    this.canvas.height = display.height;
  }

  clear(): void {
    this.holding = false;
    this.originalTexture.destroy();
    const encoder = this.device.createCommandEncoder();
    encoder.beginRenderPass({ colorAttachments: [attachment(this.context.getCurrentTexture())] }).end();
    this.device.queue.submit([encoder.finish()]);
  }

  finished(): Promise<void> {
    return this.device.queue.onSubmittedWorkDone();
  }

  stageTimes(): StageTimes | null {
    return this.timestamps?.times() ?? null;
  }

  bytes(): number {
    const textures = [this.originalTexture, this.shownTexture, this.paintedTexture];
    return textures.reduce((sum, texture) => sum + texture.bytes, this.rgb?.size ?? 0);
  }

  dispose(): void {
    for (const texture of [this.originalTexture, this.shownTexture, this.paintedTexture]) texture.destroy();
    this.timestamps?.destroy();
    for (const buffer of [this.rgb, this.ingestParams, this.presentParams]) buffer?.destroy();
    this.context.unconfigure();
  }

  private draw(
    target: GPUTexture,
    rect: Rect,
    painted: EnginePicture | null,
    size: Size,
    view: View,
    timestamps: StageTimestamps | null,
  ): void {
    const encoder = this.device.createCommandEncoder();
    const paint = this.paintTexture(encoder, painted, size);
    this.device.queue.writeBuffer(this.presentParams, 0, presentParameters(rect, view, painted !== null));
    const pass = encoder.beginRenderPass({
      colorAttachments: [attachment(target)],
      ...(timestamps && { timestampWrites: timestamps.presentWrites }),
    });
    pass.setPipeline(this.pipelines.present);
    pass.setBindGroup(
      0,
      this.bind(this.pipelines.present, [
        { buffer: this.presentParams },
        this.originalTexture.get(null).createView(),
        this.shownTexture.get(null).createView(),
        paint.createView(),
        this.sampler,
      ]),
    );
    pass.draw(3);
    pass.end();
    timestamps?.resolve(encoder);
    this.device.queue.submit([encoder.finish()]);
  }

  /** Composes on a canvas of its own, without letterbox bars, and takes what is wanted of it. */
  private async drawApart<T>(
    { width, height }: Size,
    painted: EnginePicture | null,
    size: Size,
    view: View,
    take: (canvas: OffscreenCanvas) => Promise<T>,
  ): Promise<T> {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('webgpu');
    if (!context) throw new ImpastoError('picture-failed', 'The picture could not be taken. Try again.');
    context.configure({ device: this.device, format: this.format, alphaMode: 'opaque' });
    try {
      this.draw(context.getCurrentTexture(), { x: 0, y: 0, width, height }, painted, size, view, null);
      return await take(canvas);
    } finally {
      context.unconfigure();
    }
  }

  /** The stylized picture as a texture, which the hardware can filter. */
  private paintTexture(encoder: GPUCommandEncoder, painted: EnginePicture | null, size: Size): GPUTexture {
    if (painted?.kind === 'image') return painted.texture;
    if (painted) this.unpack(encoder, painted, size);
    return this.paintedTexture.get(null);
  }

  private unpack(encoder: GPUCommandEncoder, painted: EnginePicture, size: Size): void {
    if (painted.kind !== 'buffer') throw new Error(`a WebGPU compositor cannot show a ${painted.kind}`);
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.pipelines.unpack);
    const texture = this.paintedTexture.get(size).createView();
    pass.setBindGroup(0, this.bind(this.pipelines.unpack, [{ buffer: painted.buffer }, texture]));
    pass.dispatchWorkgroups(Math.ceil(size.width / TILE), Math.ceil(size.height / TILE));
    pass.end();
  }

  private bind(pipeline: GPUPipelineBase, resources: readonly GPUBindingResource[]): GPUBindGroup {
    return this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: resources.map((resource, binding) => ({ binding, resource })),
    });
  }

  private ingestBuffer({ width, height }: Size): GPUBuffer {
    const bytes = width * height * 3 * Float32Array.BYTES_PER_ELEMENT;
    if (this.rgb?.size !== bytes) {
      this.rgb?.destroy();
      this.rgb = this.device.createBuffer({
        size: bytes,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
      });
    }
    return this.rgb;
  }
}

interface Pipelines {
  readonly ingest: GPUComputePipeline;
  readonly unpack: GPUComputePipeline;
  readonly present: GPURenderPipeline;
}

function createPipelines(device: GPUDevice, format: GPUTextureFormat): Pipelines {
  const compute = (label: string, code: string) =>
    device.createComputePipeline({
      label,
      layout: 'auto',
      compute: { module: device.createShaderModule({ label, code }) },
    });
  const module = device.createShaderModule({ label: 'present', code: PRESENT_WGSL });
  return {
    ingest: compute('ingest', INGEST_WGSL),
    unpack: compute('unpack', UNPACK_WGSL),
    present: device.createRenderPipeline({
      label: 'present',
      layout: 'auto',
      vertex: { module },
      fragment: { module, targets: [{ format }] },
    }),
  };
}

function presentParameters(rect: Rect, view: View, painted: boolean): Float32Array<ArrayBuffer> {
  const strength = painted ? view.strength : 0;
  return new Float32Array([
    rect.x,
    rect.y,
    rect.width,
    rect.height,
    view.compare,
    view.mirror ? 1 : 0,
    detailGain(strength),
    strength / DETAIL_LIMIT,
    compositeShare(strength),
    0,
    0,
    0,
  ]);
}

function attachment(texture: GPUTexture): GPURenderPassColorAttachment {
  return { view: texture.createView(), loadOp: 'clear', clearValue: [0, 0, 0, 0], storeOp: 'store' };
}
