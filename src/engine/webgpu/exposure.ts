import { bindInOrder, computePipeline, PAINT_BYTES, paintTexture } from './compute';

const WORKGROUP = 256;
/** Samples a side from which means and deviations are taken; they are smooth statistics of a picture. */
const SAMPLES = 64;
/** Below this deviation (of 0…1) a channel is flat and gets its mean back only. */
const FLAT_DEVIATION = 1e-3;
const TILE = 8;

/** Mean and deviation of photo and paint, RGB, on a grid of samples. */
const MEASURE_WGSL = `
@group(0) @binding(0) var photo: texture_2d<f32>;
@group(0) @binding(1) var paint: texture_2d<f32>;
@group(0) @binding(2) var<storage, read_write> moments: array<vec4<f32>, 4>;
var<workgroup> shared_sums: array<array<vec4<f32>, ${WORKGROUP}>, 4>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32) {
  let size = vec2<f32>(textureDimensions(photo));
  var sums: array<vec4<f32>, 4>;
  for (var index = local; index < ${SAMPLES * SAMPLES}u; index += ${WORKGROUP}u) {
    let cell = vec2<f32>(f32(index % ${SAMPLES}u), f32(index / ${SAMPLES}u));
    let at = vec2<i32>((cell + 0.5) / ${SAMPLES}.0 * size);
    let a = textureLoad(photo, at, 0);
    let b = textureLoad(paint, at, 0);
    sums[0] += a;
    sums[1] += a * a;
    sums[2] += b;
    sums[3] += b * b;
  }
  for (var k = 0; k < 4; k++) { shared_sums[k][local] = sums[k]; }
  workgroupBarrier();
  for (var step = ${WORKGROUP / 2}u; step > 0u; step /= 2u) {
    if (local < step) {
      for (var k = 0; k < 4; k++) { shared_sums[k][local] += shared_sums[k][local + step]; }
    }
    workgroupBarrier();
  }
  if (local < 2u) {
    let mean = shared_sums[local * 2u][0] / ${SAMPLES * SAMPLES}.0;
    let square = shared_sums[local * 2u + 1u][0] / ${SAMPLES * SAMPLES}.0;
    moments[local * 2u] = mean;
    moments[local * 2u + 1u] = sqrt(max(square - mean * mean, vec4<f32>(0.0)));
  }
}`;

const APPLY_WGSL = `
@group(0) @binding(0) var<uniform> weight: f32;
@group(0) @binding(1) var paint: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> moments: array<vec4<f32>, 4>;
@group(0) @binding(3) var result: texture_storage_2d<rgba16float, write>;

@compute @workgroup_size(${TILE}, ${TILE})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (any(id.xy >= textureDimensions(paint))) { return; }
  let value = textureLoad(paint, id.xy, 0);
  let gain = moments[1] / max(moments[3], vec4<f32>(${FLAT_DEVIATION}));
  let matched = (value - moments[2]) * gain + moments[0];
  textureStore(result, id.xy, vec4<f32>(mix(value, matched, weight).rgb, 1.0));
}`;

/**
 * Gives a painted picture the photo's mean and deviation back, channel by channel, with a weight:
 * instance normalization discards exposure, which would jump as the strength goes to 0.
 */
export class Exposure {
  private readonly output: GPUTexture;
  private readonly moments: GPUBuffer;
  private readonly weight: GPUBuffer;
  private readonly measure: GPUComputePipeline;
  private readonly apply: GPUComputePipeline;
  private readonly measuring: GPUBindGroup;
  private readonly applying: GPUBindGroup;

  constructor(
    private readonly device: GPUDevice,
    photo: GPUTexture,
    paint: GPUTexture,
  ) {
    this.output = paintTexture(device, paint);
    this.moments = device.createBuffer({ size: 64, usage: GPUBufferUsage.STORAGE });
    this.weight = device.createBuffer({ size: 4, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    this.measure = computePipeline(device, 'exposure, measured', MEASURE_WGSL);
    this.apply = computePipeline(device, 'exposure, applied', APPLY_WGSL);
    const moments = { buffer: this.moments };
    const [seen, painted] = [photo.createView(), paint.createView()];
    this.measuring = bindInOrder(device, this.measure, [seen, painted, moments]);
    this.applying = bindInOrder(device, this.apply, [
      { buffer: this.weight },
      painted,
      moments,
      this.output.createView(),
    ]);
  }

  /**
   * Encodes both passes; returns the texture that holds the result.
   * @param weight of the photo's exposure, 0…1
   */
  encode(pass: GPUComputePassEncoder, weight: number): GPUTexture {
    this.device.queue.writeBuffer(this.weight, 0, new Float32Array([weight]));
    pass.setPipeline(this.measure);
    pass.setBindGroup(0, this.measuring);
    pass.dispatchWorkgroups(1);
    pass.setPipeline(this.apply);
    pass.setBindGroup(0, this.applying);
    const { width, height } = this.output;
    pass.dispatchWorkgroups(Math.ceil(width / TILE), Math.ceil(height / TILE));
    return this.output;
  }

  get bytes(): number {
    return this.moments.size + this.weight.size + this.output.width * this.output.height * PAINT_BYTES;
  }

  destroy(): void {
    this.output.destroy();
    this.moments.destroy();
    this.weight.destroy();
  }
}
