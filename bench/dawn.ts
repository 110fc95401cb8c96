/** WebGPU in Node: Dawn, from the package `webgpu`. It is no dependency, being 50 MB: `npm install --no-save webgpu`. */
import { createRequire } from 'node:module';

interface Dawn {
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/**
 * On NVIDIA's cards Dawn keeps float16 to itself where Vulkan is what it runs on, as on Linux; elsewhere browsers have it
 * on the same cards. Its clock ticks as the card's does.
 */
const OPTIONS = [
  'enable-dawn-features=vulkan_enable_f16_on_nvidia',
  'disable-dawn-features=timestamp_quantization',
];

/**
 * Dawn's objects where a browser has them; TensorFlow.js looks for them while it is loaded.
 * Throws an `Error` where the package is missing.
 */
export function provideWebGpu(): void {
  const { create, globals } = createRequire(import.meta.url)('webgpu') as Dawn;
  Object.assign(globalThis, globals);
  const navigator = { gpu: create(OPTIONS), hardwareConcurrency: 1 };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
