/**
 * Every kind of layer in every tile that could suit it, on the device's own clock: what `hardwareTile` and the tuner's
 * candidates are chosen by. `npx tsx bench/kernels.ts --seconds 60 --json kernels.json`, or packed as bench/node.ts is.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { adapterName, isSoftwareAdapter } from '../src/engine/adapter';
import { dialectsOf, type Dialect } from '../src/engine/webgpu/dialect';
import type { Size } from '../src/protocol/quality';
import { readModel, TRAINED } from '../test/models';
import { measureCeilings } from './ceilings';
import { provideWebGpu } from './dawn';
import { frameTimes } from './kernel-frames';
import { jobsOf, measureJob, type Job, type Measured } from './kernel-jobs';
import { kernelTable } from './kernel-report';
import { PipelineQueue } from './pipeline-queue';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    json: { type: 'string', default: process.env.KERNELS_JSON ?? '' },
    sizes: { type: 'string', default: '1280x720,1920x1080' },
    tiers: { type: 'string', default: 'johnson,standard,lite' },
    /** At most so many tiles of a kind. */
    most: { type: 'string', default: '40' },
  },
});

function sizeOf(text: string): Size {
  const [width = 0, height = 0] = text.split('x').map(Number);
  return { width, height };
}

/** The precisions, each with what else the device can. */
function dialects(device: GPUDevice): Dialect[] {
  const all = dialectsOf(device);
  return (['f16', 'f32'] as const).flatMap((name) => all.find(({ precision }) => precision === name) ?? []);
}

async function main(): Promise<void> {
  const start = performance.now();
  const left = () => Number(values.seconds) * 1000 - (performance.now() - start);
  provideWebGpu();
  const { requestBench } = await import('./request-bench');
  const { device, adapter } = await requestBench();
  const name = adapterName(adapter);
  const ceilings = await measureCeilings(device, isSoftwareAdapter(name));
  console.log(`${name}: ${JSON.stringify(ceilings)}; features: ${[...device.features].join(' ')}`);
  const tiers = values.tiers.split(',');
  const models = TRAINED.filter((tier) => tiers.includes(tier)).map(readModel);
  const sizes = values.sizes.split(',').map(sizeOf);
  const jobs = jobsOf(models, sizes, dialects(device), device.limits, Number(values.most));
  const queue = new PipelineQueue(device, 32);
  // The most important first; all of them are under way before the first is measured.
  for (const job of jobs) for (const { code } of job.candidates) queue.add(code);
  const measured: Measured[] = [];
  // Whole frames come last, and take their time.
  const reserve = Math.min(15_000, Number(values.seconds) * 250);
  for (const job of jobs) {
    if (left() < reserve) break;
    measured.push(...(await attempt(() => measureJob(device, job, queue, () => left() > reserve), job)));
  }
  queue.close();
  const frames = await frameTimes(device, models, sizes, dialects(device), measured, left);
  const results = { adapter: name, ceilings, seconds: (performance.now() - start) / 1000, measured, frames };
  if (values.json) writeFileSync(values.json, JSON.stringify(results));
  console.log(kernelTable(measured, frames, ceilings));
  console.log(
    `${measured.length} of ${jobs.reduce((sum, job) => sum + job.candidates.length, 0)} tiles, ${results.seconds.toFixed(0)} s`,
  );
}

async function attempt(work: () => Promise<Measured[]>, { kind }: Job): Promise<Measured[]> {
  try {
    return await work();
  } catch (error) {
    console.log(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

await main();
process.exit();
