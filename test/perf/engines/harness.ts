/** Runs in the page: our WebGPU engine and TensorFlow.js on one device, taking turns. */
import { openWebGpuEngine } from '../../../src/engine/tfjs/open-webgpu';
import type { EnginePicture, StyleEngine } from '../../../src/engine/style-engine';
import { CheckedWebGpuEngine } from '../../../src/engine/webgpu/checked-engine';
import { loadModel } from '../../../src/network/model';
import { modelFiles } from '../../../src/network/model-files';
import type { Size } from '../../../src/protocol/quality';

interface Contender {
  readonly engine: StyleEngine;
  readonly picture: EnginePicture;
  readonly times: number[];
}

export interface Comparison {
  readonly ours: number;
  readonly tensorflow: number;
  /** MB of everything our engine allocated. */
  readonly megabytes: number;
  readonly adapter: string;
}

/** Median ms of a pass of each, the GPU really finished, after a pass that is not counted. */
export async function compare(size: Size, passes: number): Promise<Comparison> {
  const adapter = await navigator.gpu.requestAdapter();
  const files = modelFiles.get('lite');
  if (!adapter || !files) throw new Error('no adapter or no network');
  const device = await adapter.requestDevice();
  const model = await loadModel(files);
  const ours = new CheckedWebGpuEngine(device, adapter.info);
  const tensorflow = await openWebGpuEngine(device, '', adapter.info, null);
  const contenders: Contender[] = [
    { engine: ours, picture: { kind: 'image', texture: texture(device, size) }, times: [] },
    {
      engine: tensorflow,
      picture: { kind: 'buffer', buffer: buffer(device, size), texture: null },
      times: [],
    },
  ];
  for (const { engine } of contenders) await engine.load(model);
  for (let pass = 0; pass <= passes; pass++) {
    for (const { engine, picture, times } of contenders) {
      const start = performance.now();
      const output = engine.stylize(picture, size);
      await device.queue.onSubmittedWorkDone();
      if (pass > 0) times.push(performance.now() - start);
      output.release();
    }
  }
  const [first, second] = contenders.map(
    ({ times }) => times.sort((a, b) => a - b)[Math.floor(passes / 2)] ?? NaN,
  );
  return {
    ours: first ?? NaN,
    tensorflow: second ?? NaN,
    megabytes: ours.memory().bytes / 2 ** 20,
    adapter: ours.info.adapter,
  };
}

function texture(device: GPUDevice, { width, height }: Size): GPUTexture {
  return device.createTexture({
    size: [width, height],
    format: 'rgba16float',
    usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST,
  });
}

function buffer(device: GPUDevice, { width, height }: Size): GPUBuffer {
  return device.createBuffer({
    size: width * height * 12,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
}
