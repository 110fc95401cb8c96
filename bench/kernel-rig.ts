import { convolutionDispatch, dimsOf, gridOf, run, type Dispatch } from '../src/engine/webgpu/conv-dispatch';
import { paddedGroups } from '../src/engine/webgpu/conv-shader';
import { paintTexture } from '../src/engine/webgpu/compute';
import { vectorBytes, type Precision } from '../src/engine/webgpu/dialect';
import { groupsOf, type ConvStep, type ExecutionPlan } from '../src/engine/webgpu/execution-plan';
import { readPicture } from '../src/engine/webgpu/picture-transfer';
import type { Tile } from '../src/engine/webgpu/tiles';
import { packBias, packKernel } from '../src/engine/webgpu/weight-layout';
import type { NetworkModel } from '../src/network/model';
import { halfToFloat } from '../src/network/weights';
import type { Size } from '../src/protocol/quality';
import { floatToHalf } from '../src/shared/half';

const FLOATS = Float32Array.from({ length: 2 ** 18 }, () => 2 * Math.random() - 1);
/** What maps are filled with, again and again. */
const RANDOM = { f32: FLOATS, f16: Uint16Array.from(FLOATS, floatToHalf) } as const;
/** Every half-precision number by its bits: a call for each value read would take longer than all the rest. */
const HALVES = Float32Array.from({ length: 2 ** 16 }, (_, bits) => halfToFloat(bits));

/** One convolution by itself, with its network's weights and random maps, in as many tiles as one likes. */
export class KernelRig {
  private readonly owned: { destroy(): void }[] = [];
  private readonly maps = new Map<number, GPUBuffer>();
  private readonly affines: GPUBuffer;
  private readonly partials: GPUBuffer;
  private readonly dims: GPUBuffer;
  private readonly picture: GPUTexture;
  private readonly result: GPUTexture;
  private readonly weights = new Map<number, GPUBuffer>();
  private readonly bias: GPUBuffer | null;

  constructor(
    private readonly device: GPUDevice,
    private readonly model: NetworkModel,
    private readonly plan: ExecutionPlan,
    private readonly step: ConvStep,
    private readonly precision: Precision,
    tiles: readonly Tile[],
  ) {
    const { layer, input, output } = step;
    const touched = input.kind === 'map' ? [input.main.map, input.plus?.map, input.keep, output] : [output];
    for (const index of touched) if (typeof index === 'number') this.addMap(index);
    const groups = groupsOf(layer.in);
    // Scales of about 1, offsets of about 0: as if nothing were normalized, but not quite.
    this.affines = this.upload(
      Float32Array.from({ length: 8 * groups }, (_, at) => (at < 4 * groups ? 1 : 0) + 0.1 * Math.sin(at)),
    );
    this.dims = this.upload(
      dimsOf(step, plan.size, () => 0),
      GPUBufferUsage.UNIFORM,
    );
    const cells = tiles.map((tile) => gridOf(step, tile).reduce((a, b) => a * b, 1));
    this.partials = this.buffer(Math.max(...cells) * 32 * (groupsOf(layer.out) + 8));
    this.picture = randomPicture(device, input.kind === 'picture' ? plan.size : { width: 1, height: 1 });
    this.result = paintTexture(device, plan.size);
    this.owned.push(this.picture, this.result);
    this.bias = layer.bias ? this.upload(packBias(layer, model.weights)) : null;
  }

  dispatch(tile: Tile, pipeline: GPUComputePipeline): Dispatch {
    const { dims, affines, partials, picture, result, bias } = this;
    const map = (index: number) => this.mapOf(index);
    const layer = { tile, pipeline, weights: this.weightsFor(tile), bias };
    return convolutionDispatch(this.device, this.step, layer, {
      dims,
      map,
      affines,
      partials,
      picture,
      result,
    });
  }

  /** Everything that a tile computes: the map or the picture, the sum that is kept, and mean and variance. */
  async outputs(tile: Tile, pipeline: GPUComputePipeline): Promise<Float32Array[]> {
    const encoder = this.device.createCommandEncoder();
    const { input, output } = this.step;
    for (const index of [output, input.kind === 'map' ? input.keep : null])
      if (index !== null) encoder.clearBuffer(this.mapOf(index));
    const pass = encoder.beginComputePass();
    run(pass, this.dispatch(tile, pipeline));
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    if (output === null) return [Float32Array.from(await readPicture(this.device, this.result))];
    const maps = [output, ...(input.kind === 'map' && input.keep !== null ? [input.keep] : [])];
    const read = await Promise.all(
      maps.map(async (index) => this.decode(await this.read(this.mapOf(index)))),
    );
    return [...read, moments(this.step, tile, new Float32Array(await this.read(this.partials)))];
  }

  destroy(): void {
    for (const thing of this.owned) thing.destroy();
  }

  private addMap(index: number): void {
    if (this.maps.has(index)) return;
    const { size, groups } = this.plan.maps[index] ?? { size: { width: 0, height: 0 }, groups: 0 };
    const buffer = this.buffer(size.width * size.height * groups * vectorBytes(this.precision));
    this.maps.set(index, buffer);
    const data = RANDOM[this.precision];
    this.device.queue.writeBuffer(
      buffer,
      0,
      data.subarray(0, Math.min(data.length, buffer.size / data.BYTES_PER_ELEMENT)),
    );
    const encoder = this.device.createCommandEncoder();
    for (let at = data.byteLength; at < buffer.size; at += data.byteLength) {
      // Not onto itself.
      const source = this.scratch(data);
      encoder.copyBufferToBuffer(source, 0, buffer, at, Math.min(data.byteLength, buffer.size - at));
    }
    this.device.queue.submit([encoder.finish()]);
  }

  private source: GPUBuffer | null = null;

  private scratch(data: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>): GPUBuffer {
    this.source ??= this.upload(data);
    return this.source;
  }

  private mapOf(index: number): GPUBuffer {
    const buffer = this.maps.get(index);
    if (!buffer) throw new Error(`no map ${index}`);
    return buffer;
  }

  private weightsFor(tile: Tile): GPUBuffer {
    const groups = paddedGroups(this.step, tile);
    const known =
      this.weights.get(groups) ??
      this.upload(packKernel(this.step.layer, this.model.weights, groups, this.precision));
    this.weights.set(groups, known);
    return known;
  }

  private upload(
    data: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int32Array<ArrayBuffer>,
    usage: GPUBufferUsageFlags = GPUBufferUsage.STORAGE,
  ): GPUBuffer {
    const buffer = this.buffer(data.byteLength, usage);
    this.device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  }

  private buffer(size: number, usage: GPUBufferUsageFlags = GPUBufferUsage.STORAGE): GPUBuffer {
    const buffer = this.device.createBuffer({
      size,
      usage: usage | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
    this.owned.push(buffer);
    return buffer;
  }

  private decode(bytes: ArrayBuffer): Float32Array {
    return this.precision === 'f16'
      ? Float32Array.from(new Uint16Array(bytes), (bits) => HALVES[bits] ?? NaN)
      : new Float32Array(bytes);
  }

  private async read(buffer: GPUBuffer): Promise<ArrayBuffer> {
    const { device } = this;
    const copy = device.createBuffer({
      size: buffer.size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const bytes = copy.getMappedRange().slice(0);
    copy.destroy();
    return bytes;
  }
}

/** In the form that frames come in. */
function randomPicture(device: GPUDevice, { width, height }: Size): GPUTexture {
  const texture = device.createTexture({
    size: [width, height],
    format: 'rgba16float',
    usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST,
  });
  const halves = new Uint16Array(width * height * 4);
  for (let at = 0; at < halves.length; at += RANDOM.f16.length)
    halves.set(RANDOM.f16.subarray(0, halves.length - at), at);
  device.queue.writeTexture({ texture }, halves, { bytesPerRow: width * 8 }, [width, height]);
  return texture;
}

/** Mean and variance of every channel from the statistics of all workgroups, as the statistics' shader has them. */
function moments(step: ConvStep, tile: Tile, partials: Float32Array): Float32Array {
  const [gridWidth, gridHeight] = gridOf(step, tile);
  const { width, height } = step.outputSize;
  const cells = gridWidth * gridHeight;
  const side = (place: number, pixels: number, length: number) => Math.min(pixels, length - place * pixels);
  const pixels = (cell: number) =>
    side(cell % gridWidth, tile.x * tile.pixels, width) *
    side(Math.floor(cell / gridWidth), tile.y * tile.rows, height);
  const channels = groupsOf(step.layer.out) * 4;
  return Float32Array.from({ length: 2 * channels }, (_, at) => {
    const channel = at % channels;
    const value = (cell: number, which: number) =>
      partials[((Math.floor(channel / 4) * cells + cell) * 2 + which) * 4 + (channel % 4)] ?? NaN;
    const all = Array.from({ length: cells }, (_cell, cell) => cell);
    const mean = all.reduce((sum, cell) => sum + pixels(cell) * value(cell, 0), 0) / (width * height);
    if (at < channels) return mean;
    const squares = all.reduce(
      (sum, cell) => sum + value(cell, 1) + pixels(cell) * (value(cell, 0) - mean) ** 2,
      0,
    );
    return squares / (width * height);
  });
}

/** The largest difference, as a part of the largest value. */
export function differenceOf(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  return Math.max(
    ...a.map((values, which) => {
      let [difference, largest] = [0, 1e-6];
      values.forEach((value, at) => {
        const other = b[which]?.[at] ?? NaN;
        // Not a number is no number of any size.
        const here = Math.abs(value - other);
        difference = here <= difference ? difference : here;
        largest = Math.max(largest, Math.abs(other));
      });
      return difference / largest;
    }),
  );
}
