import type { Size } from '../../protocol/quality';
import type { CompiledLayer, CompiledNetwork } from './compiled-network';
import { bindInOrder, PAINT_BYTES, paintTexture } from './compute';
import { convolutionDispatch, dimsOf, gridOf, run, type Dispatch } from './conv-dispatch';
import { groupsOf, planExecution, type ConvStep, type ExecutionPlan, type Term } from './execution-plan';
import { Exposure } from './exposure';
import { vectorBytes } from './dialect';
import { statisticsParameters } from './statistics-shader';
import { Steadier, WEIGHTS_BYTES } from './steadier';
import type { Tile } from './tiles';

const VEC4_BYTES = 16;

/**
 * A compiled network at one size: all its buffers and bind groups, allocated once. Running it
 * allocates nothing.
 */
export class FrameGraph {
  /** The stream whose frames it painted last; null as long as there was none. */
  stream: object | null = null;
  readonly plan: ExecutionPlan;
  readonly output: GPUTexture;
  private readonly owned: GPUBuffer[] = [];
  private readonly mapBuffers: readonly GPUBuffer[];
  private readonly dispatches: readonly Dispatch[];
  private readonly convolutions: readonly Dispatch[];
  /** Mean and variance of every normalized channel, as used last. */
  private readonly moments: GPUBuffer;
  /** Shares of the past in the frame that is painted; zeros but for the steadier. */
  private readonly weights: GPUBuffer;
  private exposure: Exposure | null = null;
  private steadier: Steadier | null = null;

  /** Throws a `RangeError` where a map is larger than what the device can bind. */
  constructor(
    private readonly device: GPUDevice,
    private readonly network: CompiledNetwork,
    /** The picture that is read; the graph is bound to it. */
    readonly picture: GPUTexture,
    readonly size: Size,
  ) {
    this.plan = planExecution(network.model.spec, size);
    const mapBytes = this.plan.buffers.map((length) => length * vectorBytes(network.dialect.precision));
    requireBindable(device, Math.max(...mapBytes));
    this.output = paintTexture(device, size);
    this.mapBuffers = mapBytes.map((bytes) => this.buffer(bytes, GPUBufferUsage.STORAGE));
    this.moments = this.buffer(network.affines.size, GPUBufferUsage.STORAGE);
    this.weights = this.buffer(WEIGHTS_BYTES, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
    const partials = this.buffer(this.partialsLength() * VEC4_BYTES, GPUBufferUsage.STORAGE);
    const steps = this.plan.steps.map((step, index) => {
      const layer = network.layers[index];
      if (!layer) throw new Error(`${step.layer.name} is not compiled`);
      const statistics = step.output === null ? [] : [this.statistics(step, index, layer.tile, partials)];
      return { convolution: this.convolution(step, layer, partials), statistics };
    });
    this.convolutions = steps.map(({ convolution }) => convolution);
    this.dispatches = steps.flatMap(({ convolution, statistics }) => [convolution, ...statistics]);
  }

  /** Bytes of everything allocated: the peak, since all of it lives as long as the graph. */
  get bytes(): number {
    const texture = this.size.width * this.size.height * PAINT_BYTES;
    const others = (this.exposure?.bytes ?? 0) + (this.steadier?.bytes ?? 0);
    return this.owned.reduce((sum, buffer) => sum + buffer.size, texture + others);
  }

  /** What steadies the frames of `stream`; another stream begins anew. */
  steadierOf(stream: object): Steadier {
    if (this.steadier?.stream !== stream) {
      this.steadier?.destroy();
      this.steadier = new Steadier(this.device, stream, this.picture, this.size, this.weights);
    }
    return this.steadier;
  }

  endSteadying(): void {
    if (!this.steadier) return;
    this.steadier.destroy();
    this.steadier = null;
    this.device.queue.writeBuffer(this.weights, 0, new Uint8Array(WEIGHTS_BYTES));
  }

  encode(pass: GPUComputePassEncoder): void {
    for (const dispatch of this.dispatches) run(pass, dispatch);
  }

  /** After `encode`: the painting with the picture's exposure, in the share `weight`. */
  encodeExposure(pass: GPUComputePassEncoder, weight: number): GPUTexture {
    this.exposure ??= new Exposure(this.device, this.picture, this.output);
    return this.exposure.encode(pass, weight);
  }

  /** The convolution of one step alone, for measuring. */
  encodeConvolution(pass: GPUComputePassEncoder, step: number): void {
    const dispatch = this.convolutions[step];
    if (dispatch) run(pass, dispatch);
  }

  destroy(): void {
    for (const buffer of this.owned) buffer.destroy();
    this.output.destroy();
    this.exposure?.destroy();
    this.steadier?.destroy();
  }

  private convolution(step: ConvStep, layer: CompiledLayer, partials: GPUBuffer): Dispatch {
    const { device, picture, network } = this;
    const dims = this.uniform(dimsOf(step, this.size, (term) => this.affineOffset(term)));
    const map = (index: number) => this.map(index);
    const resources = { dims, map, affines: network.affines, partials, picture, result: this.output };
    return convolutionDispatch(device, step, layer, resources);
  }

  private statistics(step: ConvStep, index: number, tile: Tile, partials: GPUBuffer): Dispatch {
    const [gridWidth, gridHeight] = gridOf(step, tile);
    const groups = groupsOf(step.layer.out);
    const parameters = statisticsParameters({
      outWidth: step.outputSize.width,
      outHeight: step.outputSize.height,
      gridWidth,
      gridHeight,
      tileWidth: tile.x * tile.pixels,
      tileHeight: tile.y * tile.rows,
      offset: this.network.norms.offset(index),
      groups,
    });
    const { gammaBeta, affines } = this.network;
    const resources = [this.uniform(parameters), partials, gammaBeta, affines, this.moments, this.weights];
    const pipeline = this.network.statistics;
    const buffers = resources.map((buffer) => ({ buffer }));
    return { pipeline, bindGroup: bindInOrder(this.device, pipeline, buffers), workgroups: [groups, 1, 1] };
  }

  /** Steps run one after the other, so that one buffer of partial sums serves them all. */
  private partialsLength(): number {
    const lengths = this.plan.steps.map((step, index) => {
      const tile = this.network.layers[index]?.tile;
      if (!tile || step.output === null) return 1;
      const [x, y] = gridOf(step, tile);
      return 2 * x * y * groupsOf(step.layer.out);
    });
    return Math.max(...lengths);
  }

  private affineOffset(term: Term | null): number {
    return this.network.norms.offset(term?.affine ?? -1);
  }

  private map(index: number): GPUBuffer {
    const buffer = this.mapBuffers[this.plan.maps[index]?.buffer ?? -1];
    if (!buffer) throw new Error(`map ${index} has no buffer`);
    return buffer;
  }

  private uniform(values: Int32Array<ArrayBuffer>): GPUBuffer {
    const buffer = this.buffer(values.byteLength, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    this.device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  }

  private buffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.device.createBuffer({ size, usage });
    this.owned.push(buffer);
    return buffer;
  }
}

/** Binding too large a buffer would fail in silence, and leave the picture as it was. */
function requireBindable({ limits }: GPUDevice, bytes: number): void {
  const most = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  if (bytes > most) throw new RangeError(`a map of ${bytes} bytes, where no more than ${most} can be bound`);
}
