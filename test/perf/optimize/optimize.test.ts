/** Iterations of the optimizer on every backend, beside the same loop in PyTorch, taking turns in one run. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import { record, round, type Row } from '../results';
import type * as Harness from './harness';

const SIDE = 256;
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';
/** As many as the WASM backend takes here. */
const THREADS = 2;

const BACKENDS = [
  { backend: 'wasm', title: 'WASM', gpu: 'none', iterations: 15 },
  { backend: 'webgpu', title: 'WebGPU', gpu: 'webgpu', iterations: 3 },
  { backend: 'webgl', title: 'WebGL', gpu: 'webgl', iterations: 3 },
] as const;

/** Median seconds of an iteration in PyTorch; null where there is none. */
function pytorch(): number | null {
  try {
    const script = path.join(ROOT, 'training', 'optimize_speed.py');
    const args = ['-B', script, '--side', `${SIDE}`, '--iterations', '15', '--threads', `${THREADS}`];
    const { seconds } = JSON.parse(execFileSync(PYTHON, args, { encoding: 'utf8' })) as { seconds: number };
    return seconds;
  } catch (error) {
    console.warn(`PyTorch was not measured: ${String(error)}`);
    return null;
  }
}

test('iterations per second, beside PyTorch', async () => {
  const rows: Row[] = [];
  let version = '';
  for (const { backend, title, gpu, iterations } of BACKENDS) {
    const browser = await launchBrowser({ gpu });
    try {
      version = browser.version();
      const { page } = await newModulePage(browser);
      const harness = await importModule<typeof Harness>(page, '/test/perf/optimize/harness.ts');
      const before = pytorch();
      const seconds = await harness.evaluate(
        (module, [name, side, count]) => module.time(name, side, count),
        [backend, SIDE, iterations] as const,
      );
      const after = pytorch();
      const reference = before !== null && after !== null ? (before + after) / 2 : null;
      expect(seconds).toBeGreaterThan(0);
      rows.push({
        backend: title,
        'iterations a second': round(1 / seconds, 2),
        'PyTorch’s': reference === null ? '–' : round(1 / reference, 2),
        ratio: reference === null ? '–' : round(reference / seconds, 2),
      });
    } finally {
      await browser.close();
    }
  }
  record(
    'optimize',
    `Painting by optimization at ${SIDE}×${SIDE}`,
    `Median iteration of Adam with the built-in perceptual network, its losses read, and the same loop in PyTorch on ${THREADS} threads just before and after (mean); ratio above 1: faster than PyTorch.`,
    version,
    rows,
  );
});
