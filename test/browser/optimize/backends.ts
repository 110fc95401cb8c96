/** Runs in the page: TensorFlow.js on a backend of choice, on a device as the worker asks for it. */
import { openCpuEngine } from '../../../src/engine/tfjs/open-cpu';
import { openWasmEngine } from '../../../src/engine/tfjs/open-wasm';
import { openWebGlEngine } from '../../../src/engine/tfjs/open-webgl';
import { openWebGpuEngine } from '../../../src/engine/tfjs/open-webgpu';
import type { BackendName } from '../../../src/protocol/backend';

let opened: BackendName | null = null;

/** What a backend has compiled stays: a page that asks for it again goes on with it. */
export async function openTensors(backend: BackendName): Promise<void> {
  if (backend !== opened) await open(backend);
  opened = backend;
}

async function open(backend: BackendName): Promise<void> {
  if (backend === 'wasm') {
    await openWasmEngine();
    return;
  }
  if (backend === 'cpu') {
    await openCpuEngine();
    return;
  }
  if (backend === 'webgl') {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!gl) throw new Error('no WebGL 2');
    {
      await openWebGlEngine(gl);
      return;
    }
  }
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const device = await adapter.requestDevice();
  await openWebGpuEngine(device, adapter.info.description, adapter.info, null);
}
