/** Runs in the page: the TensorFlow.js engine on a backend of choice, without worker or canvas. */
import * as tf from '@tensorflow/tfjs-core';
import { openCpuEngine } from '../../../src/engine/tfjs/open-cpu';
import { openWasmEngine } from '../../../src/engine/tfjs/open-wasm';
import { openWebGlEngine } from '../../../src/engine/tfjs/open-webgl';
import { openWebGpuEngine } from '../../../src/engine/tfjs/open-webgpu';
import { TfjsEngine } from '../../../src/engine/tfjs/tfjs-engine';
import { loadModel } from '../../../src/network/model';
import { modelFiles } from '../../../src/network/model-files';
import type { BackendName } from '../../../src/protocol/backend';
import type { Tier } from '../../../src/protocol/quality';
import { psnr } from '../../psnr';
import { fetchGoldens } from './fetch-goldens';

let engine: TfjsEngine | null = null;

async function open(backend: BackendName) {
  if (backend === 'wasm') return openWasmEngine();
  if (backend === 'cpu') return openCpuEngine();
  if (backend === 'webgl') {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!gl) throw new Error('no WebGL 2');
    return openWebGlEngine(gl);
  }
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  return openWebGpuEngine(await adapter.requestDevice(), adapter.info.description, adapter.info, null);
}

export async function openEngine(backend: BackendName): Promise<void> {
  const opened = await open(backend);
  if (!(opened instanceof TfjsEngine)) throw new Error('not a TensorFlow.js engine');
  engine = opened;
}

/** PSNR in dB of a tier's goldens (PyTorch, from the exported weights): of all, or of the odd size alone. */
export async function goldenPsnr(tier: Tier, all: boolean): Promise<Record<string, number>> {
  const files = modelFiles.get(tier);
  if (!engine || !files) throw new Error(`no engine or no ${tier} model`);
  await engine.load(await loadModel(files));
  const result: Record<string, number> = {};
  for (const { name, width, height, mix, input, output } of await fetchGoldens(tier)) {
    if (all || width % 2 === 1)
      result[name] = psnr(await paint(engine, input, width, height, mix), output, 1);
  }
  return result;
}

/** Bytes of textures, used or kept, after a stream was painted at each of some long sides, and once it is forgotten. */
export async function keptBytes(longSides: readonly number[]) {
  const files = modelFiles.get('lite');
  if (!engine || !files) throw new Error('no engine or no lite model');
  await engine.load(await loadModel(files));
  const stream = {};
  const kept = () => tf.memory() as unknown as { numBytesInGPUAllocated: number; numBytesInGPUFree: number };
  const allocated = longSides.map((width) => {
    const size = { width, height: width / 2 };
    const data = new Float32Array(size.width * size.height * 3).fill(0.4);
    for (const elapsed of [null, 1 / 30])
      engine?.stylize({ kind: 'pixels', data }, size, { stream, smoothing: 0.5, elapsed }).release();
    return kept().numBytesInGPUAllocated;
  });
  engine.forget(stream);
  return { allocated, free: kept().numBytesInGPUFree };
}

async function paint(
  opened: TfjsEngine,
  rgb: Float32Array,
  width: number,
  height: number,
  weights: Readonly<Record<string, number>>,
) {
  opened.setMix({ weights, strength: 1 });
  const input = tf.tensor4d(rgb, [1, height, width, 3]);
  const output = opened.run(input);
  const data = await output.data<'float32'>();
  tf.dispose([input, output]);
  return data;
}
