import type { Size } from '../../protocol/quality';
import { pastShares } from '../steadying';
import type { StreamFrame } from '../style-engine';
import { bindInOrder, computePipeline, PAINT_BYTES, paintTexture } from './compute';
import { BLEND_TILE, BLEND_WGSL, HISTOGRAM_BYTES, WATCH_WGSL } from './steadier-shaders';

/** Of the buffer that `watch` writes: shares of the past in statistics and paint, and the gain of exposure. */
export const WEIGHTS_BYTES = 16;

/** What has been seen and shown; the two take turns at being read and written. */
interface History {
  readonly reference: GPUTexture;
  readonly steadied: GPUTexture;
}

/** The memory of one stream of frames at one size: see steadying.ts. Nothing is allocated while it goes on. */
export class Steadier {
  private readonly watchPipeline: GPUComputePipeline;
  private readonly blendPipeline: GPUComputePipeline;
  private readonly pace: GPUBuffer;
  private readonly paceValues = new Float32Array(2);
  private readonly histogram: GPUBuffer;
  private readonly histories: readonly [History, History];
  private readonly watching: readonly [GPUBindGroup, GPUBindGroup];
  /** Bind groups of the blend, for the painting that they read. */
  private blending: {
    readonly paint: GPUTexture;
    readonly groups: readonly [GPUBindGroup, GPUBindGroup];
  } | null = null;
  /** Which of the histories is the newer one. */
  private newest: 0 | 1 = 0;
  private fresh = true;

  /** @param weights of `WEIGHTS_BYTES`, written by `watch` */
  constructor(
    private readonly device: GPUDevice,
    readonly stream: object,
    private readonly picture: GPUTexture,
    private readonly size: Size,
    private readonly weights: GPUBuffer,
  ) {
    this.watchPipeline = computePipeline(device, 'cuts watched', WATCH_WGSL);
    this.blendPipeline = computePipeline(device, 'steadied', BLEND_WGSL);
    const { UNIFORM, STORAGE, COPY_DST } = GPUBufferUsage;
    this.pace = device.createBuffer({ size: 8, usage: UNIFORM | COPY_DST });
    this.histogram = device.createBuffer({ size: HISTOGRAM_BYTES, usage: STORAGE });
    this.histories = [this.history(), this.history()];
    const watching = ({ reference }: History) =>
      bindInOrder(device, this.watchPipeline, [
        { buffer: this.pace },
        picture.createView(),
        reference.createView(),
        { buffer: this.histogram },
        { buffer: weights },
      ]);
    this.watching = [watching(this.histories[0]), watching(this.histories[1])];
  }

  get bytes(): number {
    return this.pace.size + this.histogram.size + this.size.width * this.size.height * 4 * PAINT_BYTES;
  }

  /** Before the network: decides what the past weighs in this frame. */
  watch(pass: GPUComputePassEncoder, frame: StreamFrame): void {
    const shares = pastShares(this.fresh ? { ...frame, elapsed: null } : frame);
    this.fresh = false;
    this.paceValues[0] = shares.statistics;
    this.paceValues[1] = shares.paint;
    this.device.queue.writeBuffer(this.pace, 0, this.paceValues);
    pass.setPipeline(this.watchPipeline);
    pass.setBindGroup(0, this.watching[this.newest]);
    pass.dispatchWorkgroups(1);
  }

  /** After it: the steadied painting. */
  blend(pass: GPUComputePassEncoder, paint: GPUTexture): GPUTexture {
    const groups = this.blendGroups(paint);
    pass.setPipeline(this.blendPipeline);
    pass.setBindGroup(0, groups[this.newest]);
    pass.dispatchWorkgroups(
      Math.ceil(this.size.width / BLEND_TILE),
      Math.ceil(this.size.height / BLEND_TILE),
    );
    this.newest = this.newest === 0 ? 1 : 0;
    return this.histories[this.newest].steadied;
  }

  destroy(): void {
    this.pace.destroy();
    this.histogram.destroy();
    for (const { reference, steadied } of this.histories) {
      reference.destroy();
      steadied.destroy();
    }
  }

  private blendGroups(paint: GPUTexture): readonly [GPUBindGroup, GPUBindGroup] {
    if (this.blending?.paint === paint) return this.blending.groups;
    const group = (from: History, to: History) =>
      bindInOrder(this.device, this.blendPipeline, [
        { buffer: this.weights },
        this.picture.createView(),
        from.reference.createView(),
        paint.createView(),
        from.steadied.createView(),
        to.reference.createView(),
        to.steadied.createView(),
      ]);
    const [first, second] = this.histories;
    const groups = [group(first, second), group(second, first)] as const;
    this.blending = { paint, groups };
    return groups;
  }

  private history(): History {
    return {
      reference: paintTexture(this.device, this.size),
      steadied: paintTexture(this.device, this.size),
    };
  }
}
