import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { getBackend } from '@tensorflow/tfjs-core';
import { isSoftwareAdapter } from '../adapter';
import type { StyleEngine } from '../style-engine';
import { registerInstanceNormKernel } from './instance-norm-webgpu';
import { TfjsEngine } from './tfjs-engine';
import { useBackend } from './use-backend';

let shared: GPUDevice | null = null;

/** Makes TensorFlow.js compute on a device of ours; tensors that are there already stay. */
export async function shareDevice(device: GPUDevice, adapterInfo: GPUAdapterInfo): Promise<void> {
  if (shared === device && getBackend() === 'webgpu') return;
  await useBackend('webgpu', () => new WebGPUBackend(device, adapterInfo));
  shared = device;
}

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
  await shareDevice(device, adapterInfo);
  const engine = reason === null ? 'TensorFlow.js' : `TensorFlow.js, since our own failed here: ${reason}`;
  const software = isSoftwareAdapter(adapter);
  return new TfjsEngine({ backend: 'webgpu', engine, adapter, software, f16: false, threads: 1 });
}
