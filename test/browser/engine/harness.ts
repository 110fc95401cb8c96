/** Runs in the page: the TensorFlow.js engine on a backend of choice, without worker or canvas. */
import * as tf from '@tensorflow/tfjs-core';
import goldens from '../../../models/lite/goldens.json';
import goldensUrl from '../../../models/lite/goldens.bin?url';
import { openCpuEngine } from '../../../src/engine/tfjs/open-cpu';
import { openWasmEngine } from '../../../src/engine/tfjs/open-wasm';
import { openWebGlEngine } from '../../../src/engine/tfjs/open-webgl';
import { openWebGpuEngine } from '../../../src/engine/tfjs/open-webgpu';
import { TfjsEngine } from '../../../src/engine/tfjs/tfjs-engine';
import { loadModel } from '../../../src/network/model';
import { modelFiles } from '../../../src/network/model-files';
import type { BackendName } from '../../../src/protocol/backend';

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

export async function openEngine(backend: BackendName): Promise<string> {
  const files = modelFiles.get('lite');
  if (!files) throw new Error('no lite model');
  engine?.dispose();
  const opened = await open(backend);
  if (!(opened instanceof TfjsEngine)) throw new Error('not a TensorFlow.js engine');
  engine = opened;
  await engine.load(await loadModel(files));
  return `${engine.info.backend}: ${engine.info.adapter}`;
}

/** PSNR in dB of every golden case (PyTorch, float32, from the exported weights). */
export async function goldenPsnr(): Promise<Record<string, number>> {
  const numbers = new Float32Array(await (await fetch(goldensUrl)).arrayBuffer());
  const result: Record<string, number> = {};
  for (const { name, width, height, mix, input, output } of goldens.cases) {
    const slice = ({ offset, length }: { offset: number; length: number }) =>
      numbers.slice(offset, offset + length);
    const painted = await paint(slice(input), width, height, mix);
    const expected = slice(output);
    const squares = painted.reduce((sum, value, index) => sum + (value - (expected[index] ?? NaN)) ** 2, 0);
    result[name] = -10 * Math.log10(squares / expected.length);
  }
  return result;
}

async function paint(rgb: Float32Array, width: number, height: number, weights: Record<string, number>) {
  if (!engine) throw new Error('openEngine first');
  engine.setMix({ weights, strength: 1 });
  const input = tf.tensor4d(rgb, [1, height, width, 3]);
  const output = engine.run(input);
  const data = await output.data<'float32'>();
  tf.dispose([input, output]);
  return data;
}

/** Median ms of a pass at the given size, the result read. */
export async function time(width: number, height: number, passes: number): Promise<number> {
  const rgb = new Float32Array(width * height * 3).fill(0.5);
  const times: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const start = performance.now();
    await paint(rgb, width, height, { [goldens.cases[0]?.name.split('-')[0] ?? '']: 1 });
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(passes / 2)] ?? NaN;
}

export function tensors(): number {
  return tf.memory().numTensors;
}
