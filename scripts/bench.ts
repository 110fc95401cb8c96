/**
 * `npm run bench`: all engines against each other. `--quick` for machines without a graphics card; `--tier lite` for one;
 * `--runtime node` without a browser (needs the package `webgpu`: `npm install --no-save webgpu`).
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ROOT } from './paths';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    tier: { type: 'string' },
    runtime: { type: 'string', default: 'browser' },
  },
});

const environment = { ...process.env, ...(values.quick && { BENCH_QUICK: '1' }), BENCH_TIER: values.tier };
const command =
  values.runtime === 'node'
    ? ['tsx', 'bench/node.ts']
    : ['vitest', 'run', '--project', 'bench', 'bench/bench.test.ts'];
const { status } = spawnSync('npx', command, { cwd: ROOT, stdio: 'inherit', env: environment });
process.exitCode = status ?? 1;
