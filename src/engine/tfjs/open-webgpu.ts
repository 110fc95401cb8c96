import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { StyleEngine } from '../style-engine';
import { registerInstanceNormKernel } from './instance-norm-webgpu';
import { TfjsEngine } from './tfjs-engine';
import { useBackend } from './use-backend';

/** An engine that computes on a device of ours; the device stays the caller's. */
export async function openWebGpuEngine(device: GPUDevice, adapter: GPUAdapterInfo): Promise<StyleEngine> {
  registerInstanceNormKernel();
  await useBackend('webgpu', () => new WebGPUBackend(device, adapter));
  const name = adapter.description || [adapter.vendor, adapter.architecture].filter(Boolean).join(' ');
  return new TfjsEngine({ backend: 'webgpu', adapter: name || 'unnamed adapter', f16: false, threads: 1 });
}
