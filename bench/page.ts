/** Runs in the page: measures the engines that it is asked for. */
import { adapterName, isSoftwareAdapter } from '../src/engine/adapter';
import { readPicture, uploadPicture } from '../src/engine/webgpu/picture-transfer';
import { hardwareTile } from '../src/engine/webgpu/hardware-tile';
import { WebGpuEngine } from '../src/engine/webgpu/webgpu-engine';
import { loadModel, type NetworkModel } from '../src/network/model';
import { modelFiles } from '../src/network/model-files';
import type { Tier } from '../src/protocol/quality';
import { openOrtWasm, openTfjsWasm, openTfjsWebGl, ortWasm, ortWebGpu } from './browser-contenders';
import { measureCeilings, type Ceilings } from './ceilings';
import type { Bench, Cell, ContenderId } from './contender';
import { MemoryMeter } from './memory-meter';
import { requestBench } from './request-bench';
import { Turns } from './turns';
import { ours, tfjsWebGpu } from './webgpu-contenders';

let turns: Turns | null = null;
let bench: Bench | null = null;

const networks = new Map<Tier, Promise<NetworkModel>>();

function network(tier: Tier): Promise<NetworkModel> {
  const files = modelFiles.get(tier);
  if (!files) throw new Error(`${tier} is not trained yet`);
  const known = networks.get(tier) ?? loadModel(files);
  networks.set(tier, known);
  return known;
}

/** Prepares for engines that share a device; gives the adapter's name. */
export async function onDevice(): Promise<string> {
  bench = await requestBench();
  const contenders = {
    ours: ours(bench, 'f32'),
    'ours-f16': ours(bench, 'f16'),
    'tfjs-webgpu': tfjsWebGpu(bench),
    'ort-webgpu': ortWebGpu(bench),
  };
  turns = new Turns(contenders, network, new MemoryMeter(bench.device));
  return adapterName(bench.adapter);
}

/** Prepares for the others, one of them a page. */
export function withoutDevice(): void {
  const contenders = { 'tfjs-webgl': openTfjsWebGl, 'tfjs-wasm': openTfjsWasm, 'ort-wasm': openOrtWasm };
  turns = new Turns(contenders, network, null);
}

export function ceilings(): Promise<Ceilings> {
  if (!bench) throw new Error('no device');
  return measureCeilings(bench.device, isSoftwareAdapter(adapterName(bench.adapter)));
}

export function open(id: ContenderId, cell: Cell): Promise<{ firstFrame: number }> {
  return prepared().open(id, cell);
}

export function turn(id: ContenderId): Promise<number> {
  return prepared().turn(id);
}

export function peak(id: ContenderId): number | null {
  return prepared().peak(id);
}

export function close(): Promise<void> {
  return prepared().close();
}

/** PSNR in dB between our engine and ONNX Runtime on the same network and picture: they are the same network. */
export async function agreement({ tier, size }: Cell): Promise<number> {
  if (!bench) throw new Error('no device');
  const { device } = bench;
  const model = await network(tier);
  const count = size.width * size.height;
  const rgb = Float32Array.from({ length: 3 * count }, (_, at) => 0.5 + 0.5 * Math.sin(at * 0.37 + (at % 3)));
  const planes = Float32Array.from(
    { length: 3 * count },
    (_, at) => rgb[(at % count) * 3 + Math.floor(at / count)] ?? 0,
  );
  const engine = new WebGpuEngine(device, '', hardwareTile);
  await engine.load(model);
  engine.setMix({ weights: { [model.spec.styles[0]?.id ?? '']: 1 }, strength: 1 });
  const texture = uploadPicture(device, rgb, size);
  const { picture } = engine.stylize({ kind: 'image', texture }, size);
  if (picture.kind !== 'image') throw new Error('not an image');
  const painted = await readPicture(device, picture.texture);
  engine.dispose();
  const session = await ortWasm({ model, size });
  const other = await session.run(planes);
  const squares = painted.reduce(
    (sum, value, at) => sum + (value - (other[(at % 3) * count + Math.floor(at / 3)] ?? NaN)) ** 2,
    0,
  );
  return -10 * Math.log10(squares / painted.length);
}

function prepared(): Turns {
  if (!turns) throw new Error('onDevice or withoutDevice first');
  return turns;
}
