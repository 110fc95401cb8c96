/** `npm run bench -- --runtime node`: the engines that run on WebGPU without a browser. */
import { adapterName, isSoftwareAdapter } from '../src/engine/adapter';
import { readModel } from '../test/models';
import { record } from '../test/perf/results';
import { measureCeilings } from './ceilings';
import { provideWebGpu } from './dawn';
import { MemoryMeter } from './memory-meter';
import { notesOf } from './notes';
import { planned } from './plan';
import { measure, rowsOf } from './run';
import { Turns } from './turns';

async function main(): Promise<void> {
  provideWebGpu();
  const { requestBench } = await import('./request-bench');
  const { ours, tfjsWebGpu } = await import('./webgpu-contenders');
  const plan = planned(process.env);
  const bench = await requestBench();
  const adapter = adapterName(bench.adapter);
  const { vendor, architecture, device } = bench.adapter;
  const driver = [vendor, architecture, device].filter(Boolean).join(' ') || 'no more is known';
  // ms for finding tiles, to see what more of it would bring; else as in a page.
  const tuning = process.env.BENCH_TUNING ? Number(process.env.BENCH_TUNING) : undefined;
  const contenders = {
    ours: ours(bench, 'f32', tuning),
    'ours-f16': ours(bench, 'f16', tuning),
    'tfjs-webgpu': tfjsWebGpu(bench),
  };
  const turns = new Turns(
    contenders,
    (tier) => Promise.resolve(readModel(tier)),
    new MemoryMeter(bench.device),
  );
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
    const notes =
      notesOf('npm run bench -- --runtime node', `${adapter} (${driver})`, plan, ceilings) +
      ` Engines that need a browser are n/a.${tuning === undefined ? '' : ` Tiles were sought for ${tuning} ms.`}`;
    record(
      `bench-node-${tier}`,
      `All engines in Node, \`${tier}\``,
      notes,
      `Node ${process.version}`,
      rowsOf(figures, readModel(tier).spec, ceilings),
    );
  }
}

await main();
process.exit();
