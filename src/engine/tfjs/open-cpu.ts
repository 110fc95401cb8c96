import '@tensorflow/tfjs-backend-cpu';
import type { StyleEngine } from '../style-engine';
import { TfjsEngine } from './tfjs-engine';
import { useBackend } from './use-backend';

/** The last resort: plain JavaScript. */
export async function openCpuEngine(): Promise<StyleEngine> {
  await useBackend('cpu');
  return new TfjsEngine({
    backend: 'cpu',
    engine: 'TensorFlow.js',
    adapter: 'CPU, plain JavaScript',
    software: false,
    f16: false,
    threads: 1,
  });
}
