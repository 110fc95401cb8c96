/** WebGPU in Node: Dawn, from the package `webgpu`. It is no dependency, being 50 MB: `npm install --no-save webgpu`. */
import { createRequire } from 'node:module';

interface Dawn {
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/**
 * Dawn's objects where a browser has them; TensorFlow.js looks for them while it is loaded.
 * Throws an `Error` where the package is missing.
 */
export function provideWebGpu(): void {
  const { create, globals } = createRequire(import.meta.url)('webgpu') as Dawn;
  Object.assign(globalThis, globals);
  const navigator = { gpu: create([]), hardwareConcurrency: 1 };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
