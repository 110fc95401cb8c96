/** What an adapter can do at best: the measure that every engine is held against. */
import { GpuClock } from '../src/engine/webgpu/gpu-clock';

export interface Ceilings {
  /** Copying, GB/s read and written together. */
  readonly copy: number;
  /** Fused multiply-adds in float32 and, where there is `shader-f16`, in float16; GFLOP/s. */
  readonly fma32: number;
  readonly fma16: number | null;
}

const WORKGROUP = 256;

/** @param small for adapters that are the processor */
export async function measureCeilings(device: GPUDevice, small: boolean): Promise<Ceilings> {
  const fma16 = device.features.has('shader-f16') ? await fma(device, 'f16', small) : null;
  return { copy: await copy(device, small), fma32: await fma(device, 'f32', small), fma16 };
}

/** Sums of products as matrices, which are far ahead on processors, and as `fma`, which saves graphics cards an addition. */
const PRODUCTS = {
  matrices: 'x += m * y; y += m * z; z += m * w; w += m * x;',
  fma: [
    ['x', 'y'],
    ['y', 'z'],
    ['z', 'w'],
    ['w', 'x'],
  ]
    .flatMap(([to, by]) => [0, 1, 2, 3].map((c) => `${to} = fma(m[${c}], vec4(${by}[${c}]), ${to});`))
    .join(' '),
} as const;

async function copy(device: GPUDevice, small: boolean): Promise<number> {
  const bytes = small ? 2 ** 24 : 2 ** 28;
  const code = `
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> b: array<vec4f>;
@compute @workgroup_size(${WORKGROUP}) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let at = id.y * grid.x * ${WORKGROUP}u + id.x;
  if (at < arrayLength(&a)) { b[at] = a[at]; }
}`;
  const groups = bytes / 16 / WORKGROUP;
  const seconds = await time(
    device,
    code,
    [bytes, bytes],
    [Math.min(65535, groups), Math.ceil(groups / 65535)],
    small,
  );
  return (2 * bytes) / seconds / 1e9;
}

async function fma(device: GPUDevice, type: 'f32' | 'f16', small: boolean): Promise<number> {
  return Math.max(
    await products(device, type, 'matrices', small),
    await products(device, type, 'fma', small),
  );
}

async function products(
  device: GPUDevice,
  type: 'f32' | 'f16',
  way: keyof typeof PRODUCTS,
  small: boolean,
): Promise<number> {
  const [threads, steps] = small ? [2 ** 13, 256] : [2 ** 20, 4096];
  const code = `${type === 'f16' ? 'enable f16;' : ''}
@group(0) @binding(0) var<storage, read_write> b: array<vec4f>;
@compute @workgroup_size(${WORKGROUP}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let start = vec4<${type}>(b[id.x]);
  let m = mat4x4<${type}>(start, start + 0.5, start * 0.25, start - 0.125) * 0.1;
  var x = start; var y = start + 1.0; var z = start + 2.0; var w = start + 3.0;
  for (var k = 0; k < ${steps}; k++) { ${PRODUCTS[way]} }
  b[id.x] = vec4f(x + y + z + w);
}`;
  const seconds = await time(device, code, [threads * 16], [threads / WORKGROUP, 1], small);
  return (threads * steps * 4 * 32) / seconds / 1e9;
}

/** Seconds of one dispatch: the best of four turns. */
async function time(
  device: GPUDevice,
  code: string,
  sizes: readonly number[],
  groups: readonly [number, number],
  small: boolean,
): Promise<number> {
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const buffers = sizes.map((size) => device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }));
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const clock = new GpuClock(device);
  const encode = (pass: GPUComputePassEncoder) => {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...groups);
  };
  let best = Infinity;
  for (let round = 0; round < 4; round++)
    best = Math.min(best, (await clock.timeRepeated(encode, small ? 0 : 20, 50)) / 1000);
  clock.destroy();
  for (const buffer of buffers) buffer.destroy();
  return best;
}
