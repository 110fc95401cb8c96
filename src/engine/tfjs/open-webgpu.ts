import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { isSoftwareAdapter } from '../software-adapter';
import type { StyleEngine } from '../style-engine';
import { registerInstanceNormKernel } from './instance-norm-webgpu';
import { TfjsEngine } from './tfjs-engine';
import { useBackend } from './use-backend';

/**
 * An engine that computes on a device of ours; the device stays the caller's.
 * @param reason why this engine is used instead of our own, or null
 */
export async function openWebGpuEngine(
  device: GPUDevice,
  adapter: string,
  adapterInfo: GPUAdapterInfo,
  reason: string | null,
): Promise<StyleEngine> {
  registerInstanceNormKernel();
  await useBackend('webgpu', () => new WebGPUBackend(device, adapterInfo));
  const engine = reason === null ? 'TensorFlow.js' : `TensorFlow.js, since our own failed here: ${reason}`;
  const software = isSoftwareAdapter(adapter);
  return new TfjsEngine({ backend: 'webgpu', engine, adapter, software, f16: false, threads: 1 });
}
