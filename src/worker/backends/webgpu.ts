import { WebGpuCompositor } from '../../compositor/webgpu/webgpu-compositor';
import { CheckedWebGpuEngine } from '../../engine/webgpu/checked-engine';
import { onCanvas, type Backend, type Checked } from '../backend';
import { canvasSurface } from '../surface';
import { graphicsMemory } from '../tensors';

const OPTIONAL_FEATURES: readonly GPUFeatureName[] = [
  'timestamp-query',
  'bgra8unorm-storage',
  'shader-f16',
  'subgroups',
];
/** Raised to what the adapter has, for feature maps at 1080p; the defaults suit small pictures only. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

export async function open(canvas: OffscreenCanvas): Promise<Backend> {
  const { device, info } = await requestDevice();
  const engine = new CheckedWebGpuEngine(device, info);
  const compositor = await onCanvas(() => new WebGpuCompositor(canvas, device));
  return {
    info: engine.info,
    openEngine: (alone) => new CheckedWebGpuEngine(device, info, undefined, alone),
    compositor,
    lost: lossOf(device),
    withinMemory: (work) => withinMemory(device, work),
    tensors: {
      limits: {
        total: graphicsMemory(),
        tensor: Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize),
      },
      open: async () => {
        const { shareDevice } = await import('../../engine/tfjs/open-webgpu');
        await shareDevice(device, info);
      },
    },
    openSurface: ({ width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      return canvasSurface(canvas, new WebGpuCompositor(canvas, device));
    },
  };
}

async function requestDevice(): Promise<{ device: GPUDevice; info: GPUAdapterInfo }> {
  const gpu = (navigator as Partial<Navigator>).gpu;
  if (!gpu) throw new Error('This browser has no WebGPU.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('This browser found no graphics adapter for WebGPU.');
  const device = await adapter.requestDevice({
    requiredFeatures: OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  return { device, info: adapter.info };
}

/** What runs out inside, or is more than the device can bind, is told here, and is no loss of the device. */
async function withinMemory<T>(device: GPUDevice, work: () => Promise<T>): Promise<Checked<T>> {
  device.pushErrorScope('out-of-memory');
  const [done] = await Promise.allSettled([work()]);
  const error = await device.popErrorScope();
  if (error) return { value: done.status === 'fulfilled' ? done.value : null, shortage: error.message };
  if (done.status === 'fulfilled') return { value: done.value, shortage: null };
  if (done.reason instanceof RangeError) return { value: null, shortage: done.reason.message };
  throw done.reason;
}

/** Lost is also a device whose memory is exhausted: what was allocated is not there. */
function lossOf(device: GPUDevice): Promise<string> {
  const exhausted = new Promise<string>((resolve) => {
    device.addEventListener('uncapturederror', ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) resolve(`out of GPU memory: ${error.message}`);
      else console.error('WebGPU:', error.message);
    });
  });
  return Promise.race([exhausted, device.lost.then(({ message, reason }) => `${reason}: ${message}`)]);
}
