/** Engines that need a browser. */
import { openWasmEngine } from '../src/engine/tfjs/open-wasm';
import { openWebGlEngine } from '../src/engine/tfjs/open-webgl';
import type { StyleEngine } from '../src/engine/style-engine';
import type { Size } from '../src/protocol/quality';
import type * as Ort from 'onnxruntime-web/webgpu';
import type { Bench, Contender, OpenContender, Task } from './contender';
import { toOnnx } from './onnx';
import { painting } from './webgpu-contenders';

/** By its address: it looks for its WebAssembly beside itself, and is not to be bundled. */
const ORT = '/node_modules/onnxruntime-web/dist/ort.webgpu.bundle.min.mjs';

export async function openTfjsWebGl({ model, size }: Task) {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) throw new Error('no WebGL 2');
  const engine = await openWebGlEngine(gl);
  await engine.load(model);
  const pixel = new Uint8Array(4);
  // Reading a pixel waits for all that was asked for before; gl.finish() does not, in Chromium.
  const finished = () => {
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    return Promise.resolve();
  };
  return painting(engine, pixels(size), size, finished);
}

/** The backend registers itself when it is imported, once: it stays for all networks and sizes. */
let wasm: StyleEngine | null = null;

export async function openTfjsWasm({ model, size }: Task): Promise<Contender> {
  const engine = (wasm ??= await openWasmEngine());
  await engine.load(model);
  return { ...painting(engine, pixels(size), size, atOnce), dispose: () => undefined };
}

/** What is asked of WebAssembly is done when it answers. */
const atOnce = () => Promise.resolve();

function pixels({ width, height }: Size) {
  return { kind: 'pixels', data: new Float32Array(width * height * 3).fill(0.5) } as const;
}

export function ortWebGpu({ device }: Bench): OpenContender {
  return async ({ model, size }) => {
    const ort = await loadOrt();
    const session = await ort.InferenceSession.create(toOnnx(model, firstStyle(model), size), {
      executionProviders: [{ name: 'webgpu', device }],
      preferredOutputLocation: 'gpu-buffer',
    });
    const dims = [1, 3, size.height, size.width];
    const buffer = device.createBuffer({
      size: size.width * size.height * 12,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    const x = ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims });
    return {
      async paint() {
        const { y } = await session.run({ x });
        y?.dispose();
      },
      finished: () => device.queue.onSubmittedWorkDone(),
      async dispose() {
        await session.release();
        buffer.destroy();
      },
    };
  };
}

export async function openOrtWasm({ model, size }: Task) {
  const paint = await ortWasm({ model, size });
  const rgb = new Float32Array(size.width * size.height * 3).fill(0.5);
  return {
    async paint() {
      await paint.run(rgb);
    },
    finished: atOnce,
    dispose: paint.release,
  };
}

/** ONNX Runtime on WebAssembly as a function of planes of RGB 0…1. */
export async function ortWasm({ model, size }: Task) {
  const ort = await loadOrt();
  const bytes = toOnnx(model, firstStyle(model), size);
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const dims = [1, 3, size.height, size.width];
  return {
    async run(planes: Float32Array): Promise<Float32Array> {
      const { y } = await session.run({ x: new ort.Tensor('float32', planes, dims) });
      if (!(y?.data instanceof Float32Array)) throw new Error('ONNX Runtime gave no floats');
      return y.data;
    },
    release: () => session.release(),
  };
}

async function loadOrt(): Promise<typeof Ort> {
  const ort = (await import(/* @vite-ignore */ ORT)) as typeof Ort;
  // As many as TensorFlow.js is given.
  ort.env.wasm.numThreads = Math.max(
    Math.min(2, navigator.hardwareConcurrency),
    navigator.hardwareConcurrency / 2,
  );
  return ort;
}

function firstStyle({ spec }: Task['model']) {
  return { weights: { [spec.styles[0]?.id ?? '']: 1 }, strength: 1 };
}
