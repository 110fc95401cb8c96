/** `npm run bench -- --runtime node`: the engines that run on WebGPU without a browser. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { NetworkModel } from '../src/network/model';
import { parseNetworkSpec } from '../src/network/spec';
import { decodeWeights } from '../src/network/weights';
import type { Tier } from '../src/protocol/quality';
import { record } from '../test/perf/results';
import { measureCeilings } from './ceilings';
import { MemoryMeter } from './memory-meter';
import { randomNetwork } from './networks';
import { planned } from './plan';
import { measure, rowsOf } from './run';
import { Turns } from './turns';
import { isSoftwareAdapter } from '../src/engine/software-adapter';

const MODELS = path.resolve(import.meta.dirname, '..', 'models');

interface Dawn {
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Dawn's objects where a browser has them; TensorFlow.js looks for them while it is loaded. */
function provideWebGpu(): void {
  const { create, globals } = createRequire(import.meta.url)('webgpu') as Dawn;
  Object.assign(globalThis, globals);
  const navigator = { gpu: create([]), hardwareConcurrency: 1 };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}

function network(tier: Tier): Promise<NetworkModel> {
  const folder = path.join(MODELS, tier);
  if (!existsSync(path.join(folder, 'weights.bin'))) return Promise.resolve(randomNetwork(tier));
  const spec = parseNetworkSpec(JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')));
  const bytes = new Uint8Array(readFileSync(path.join(folder, 'weights.bin')));
  return Promise.resolve({ spec, weights: decodeWeights(spec, bytes.buffer) });
}

async function main(): Promise<void> {
  provideWebGpu();
  const { requestBench } = await import('./request-bench');
  const { adapterName, ours, tfjsWebGpu } = await import('./webgpu-contenders');
  const plan = planned(process.env);
  const bench = await requestBench();
  const adapter = adapterName(bench.adapter);
  const contenders = {
    ours: ours(bench, 'f32'),
    'ours-f16': ours(bench, 'f16'),
    'tfjs-webgpu': tfjsWebGpu(bench),
  };
  const turns = new Turns(contenders, network, new MemoryMeter(bench.device));
  const figures = await measure(
    {
      open: (id, cell) => turns.open(id, cell),
      turn: (id) => turns.turn(id),
      peak: (id) => Promise.resolve(turns.peak(id)),
      close: () => turns.close(),
    },
    plan,
  );
  const ceilings = await measureCeilings(bench.device, isSoftwareAdapter(adapter));
  for (const tier of plan.tiers) {
    const notes = `One run of \`npm run bench -- --runtime node\` on ${adapter}; engines that need a browser are n/a.`;
    record(
      `bench-node-${tier}`,
      `All engines in Node, \`${tier}\``,
      notes,
      `none, Node ${process.version}`,
      rowsOf(figures, tier, ceilings),
    );
  }
}

await main();
process.exit();
