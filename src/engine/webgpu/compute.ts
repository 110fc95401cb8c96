import type { Size } from '../../protocol/quality';

/** What the shaders around the network share. */

const compiled = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

/** A pipeline of WGSL with one function, compiled once a device, when it is first asked for. */
export function computePipeline(device: GPUDevice, label: string, code: string): GPUComputePipeline {
  const ofDevice = compiled.get(device) ?? new Map<string, GPUComputePipeline>();
  compiled.set(device, ofDevice);
  const pipeline =
    ofDevice.get(code) ??
    device.createComputePipeline({
      label,
      layout: 'auto',
      compute: { module: device.createShaderModule({ label, code }) },
    });
  ofDevice.set(code, pipeline);
  return pipeline;
}

/** Resources in the order of their bindings. */
export function bindInOrder(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  resources: readonly GPUBindingResource[],
): GPUBindGroup {
  return device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
}

/** Bytes of a texel of {@link paintTexture}. */
export const PAINT_BYTES = 8;

/** A picture that one shader writes and others read. */
export function paintTexture(device: GPUDevice, { width, height }: Size): GPUTexture {
  return device.createTexture({
    size: [width, height],
    format: 'rgba16float',
    usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_SRC,
  });
}
