import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths';
import { countUnittest, type Counts } from './test-counts';

/** Debian's own Python is the one that has PyTorch there; elsewhere it is whatever the PATH gives. */
const PYTHONS = ['/usr/bin/python3', 'python3', 'python'];

function hasPyTorch(python: string): boolean {
  return spawnSync(python, ['-c', 'import torch, numpy, PIL'], { stdio: 'ignore' }).status === 0;
}

/** A Python that can import PyTorch and what the training code needs beside it; undefined where there is none. */
export function findPyTorch(): string | undefined {
  return PYTHONS.find(hasPyTorch);
}

function testsIn(folder: string): number {
  return readdirSync(folder)
    .filter((name) => /^test_.*\.py$/.test(name))
    .map((name) => readFileSync(path.join(folder, name), 'utf8').match(/^\s+def test_/gm)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
}

/** Runs training/tests where PyTorch can be imported; elsewhere says that they are skipped, and counts them. */
export function runTrainingTests(): Counts {
  const folder = path.join(ROOT, 'training', 'tests');
  const count = existsSync(folder) ? testsIn(folder) : 0;
  if (count === 0) return { passed: 0, failed: 0, skipped: 0 };
  const python = findPyTorch();
  if (python === undefined) {
    console.log(
      `\ntraining/tests: ${count} tests skipped, since PyTorch, NumPy and Pillow are not installed.`,
    );
    return { passed: 0, failed: 0, skipped: count };
  }
  console.log(`\ntraining/tests, by ${python}:`);
  const { status, stdout, stderr } = spawnSync(
    python,
    ['-m', 'unittest', 'discover', '-s', folder, '--buffer'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  console.log(stdout + stderr);
  return countUnittest(stdout + stderr, status === 0);
}
