import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { GPGPUContext, MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import wasmPlain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { registerInstanceNormKernel } from './instance-norm-webgpu';

/** Threads beyond the physical cores slow XNNPACK down, and the page needs one to itself. */
const MAX_WASM_THREADS = 4;

/** Lets TensorFlow.js compute on a device of ours; it keeps no other. */
export async function useWebGpu(device: GPUDevice, adapterInfo: GPUAdapterInfo): Promise<void> {
  registerInstanceNormKernel();
  await use('webgpu', () => new WebGPUBackend(device, adapterInfo));
}

/** Lets TensorFlow.js compute in a WebGL2 context of ours, so that textures are shared with the compositor. */
export async function useWebGl(gl: WebGL2RenderingContext): Promise<void> {
  setWebGLContext(2, gl);
  tf.env().set('WEBGL_VERSION', 2);
  // Shapes as uniforms: changing the working size then compiles no new shader.
  tf.env().set('WEBGL_USE_SHAPES_UNIFORMS', true);
  await use('webgl', () => new MathBackendWebGL(new GPGPUContext(gl)));
}

/** Starts the WASM backend; returns the number of threads it runs on. */
export async function useWasm(): Promise<number> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmPlain,
    'tfjs-backend-wasm-simd.wasm': wasmSimd,
    'tfjs-backend-wasm-threaded-simd.wasm': wasmThreaded,
  });
  const threads = Math.max(1, Math.min(MAX_WASM_THREADS, navigator.hardwareConcurrency));
  if (crossOriginIsolated) setThreadsCount(threads);
  if (!(await tf.setBackend('wasm'))) throw new Error('the WASM backend did not start');
  await tf.ready();
  return crossOriginIsolated ? getThreadsCount() : 1;
}

export async function useCpu(): Promise<void> {
  if (!(await tf.setBackend('cpu'))) throw new Error('the CPU backend did not start');
  await tf.ready();
}

async function use(name: string, factory: () => tf.KernelBackend): Promise<void> {
  // The packages register factories that would create a device or context of their own.
  tf.removeBackend(name);
  tf.registerBackend(name, factory);
  if (!(await tf.setBackend(name))) throw new Error(`the ${name} backend did not start`);
  await tf.ready();
}
