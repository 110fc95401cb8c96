/**
 * `npm run bench`: all engines against each other. `--quick` for machines without a graphics card; `--tier lite` for one;
 * `--runtime node` without a browser (needs the package `webgpu`: `npm install --no-save webgpu`). `--pack` measures
 * nothing but makes one file of what the latter runs, for a machine that has a GPU, node and that package, and nothing
 * else: `node .bench/bench.mjs` in a copy of this repository, with BENCH_QUICK=1 or BENCH_TIER=lite if so wanted.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { TRAINED } from '../test/models';
import { ROOT } from './paths';

const RUNTIMES = ['browser', 'node'];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    tier: { type: 'string' },
    runtime: { type: 'string', default: 'browser' },
    pack: { type: 'boolean', default: false },
  },
});

function measure(): void {
  const environment = { ...process.env, ...(values.quick && { BENCH_QUICK: '1' }), BENCH_TIER: values.tier };
  // Not through npx, which Windows starts in a shell only.
  const modules = path.join(ROOT, 'node_modules');
  const command =
    values.runtime === 'node'
      ? [path.join(modules, 'tsx', 'dist', 'cli.mjs'), 'bench/node.ts']
      : [path.join(modules, 'vitest', 'vitest.mjs'), 'run', '--project', 'bench', 'bench/bench.test.ts'];
  const { status, error } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    stdio: 'inherit',
    env: environment,
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

/** It finds models/ and writes its tables from one folder below the root, as from bench/. */
async function pack(name: 'bench' | 'kernels', entry: string): Promise<void> {
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      ssr: entry,
      outDir: path.join(ROOT, '.bench'),
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  });
}

if (!RUNTIMES.includes(values.runtime)) throw new Error(`--runtime is one of ${RUNTIMES.join(', ')}`);
if (values.tier !== undefined && !TRAINED.some((tier) => tier === values.tier))
  throw new Error(`--tier is one of ${TRAINED.join(', ')}`);
if (values.pack) {
  await pack('bench', 'bench/node.ts');
  await pack('kernels', 'bench/kernels.ts');
} else measure();
