import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmPlain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import type { StyleEngine } from '../style-engine';
import { TfjsEngine } from './tfjs-engine';
import { useBackend } from './use-backend';

/** Beyond this threads stop helping at our map sizes. */
const MAX_THREADS = 4;

/** Half of the cores, but two where there are two: the page, the camera and the compositor need some as well. */
function threadsFor(cores: number): number {
  return Math.max(Math.min(2, cores), Math.min(MAX_THREADS, Math.floor(cores / 2)));
}

/**
 * An engine on the CPU by WebAssembly: SIMD where there is SIMD, threads where the page is
 * cross-origin isolated.
 */
export async function openWasmEngine(): Promise<StyleEngine> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmPlain,
    'tfjs-backend-wasm-simd.wasm': wasmSimd,
    'tfjs-backend-wasm-threaded-simd.wasm': wasmThreaded,
  });
  await withThreads(threadsFor(navigator.hardwareConcurrency), () => useBackend('wasm'));
  const threads = crossOriginIsolated ? getThreadsCount() : 1;
  const adapter = `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return new TfjsEngine({
    backend: 'wasm',
    engine: 'TensorFlow.js',
    adapter,
    software: false,
    f16: false,
    threads,
  });
}

/**
 * TensorFlow.js 4.22 takes one thread for every two cores it is told of, whatever `setThreadsCount`
 * says (tensorflow/tfjs issue 8513): one thread on a machine with two cores. While it starts, it is
 * told of twice as many cores as it should take threads.
 */
async function withThreads(threads: number, start: () => Promise<void>): Promise<void> {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads, configurable: true });
  try {
    await start();
  } finally {
    // The browser's own value, on the prototype, shows again.
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}
