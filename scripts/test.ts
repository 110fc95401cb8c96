/**
 * Everything that `npm test` does: finds or installs a browser, builds, runs the unit, browser and end-to-end tests
 * and, where PyTorch is present, the tests of training/; ends with `N passed, N failed, N skipped`. Arguments go on to
 * Vitest: `npm test -- test/unit/mix.test.ts`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBrowser } from './browser';
import { ensureBuilt } from './build';
import { ROOT } from './paths';
import { addCounts, countVitest, describeCounts, type Counts } from './test-counts';
import { runTrainingTests } from './training-tests';

const FAILED_TO_RUN: Counts = { passed: 0, failed: 1, skipped: 0 };

/** Does `work`; what it throws is said, and the run goes on to tell of everything else that fails. */
function attempt(work: () => void): Counts {
  try {
    work();
    return { passed: 0, failed: 0, skipped: 0 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return FAILED_TO_RUN;
  }
}

function runVitest(args: readonly string[]): Counts {
  const folder = mkdtempSync(path.join(tmpdir(), 'impasto-test-'));
  const report = path.join(folder, 'vitest.json');
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const projects = ['unit', 'browser', 'e2e'].flatMap((name) => ['--project', name]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...projects, ...reporters, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    return countVitest(readFileSync(report, 'utf8'), status === 0);
  } catch {
    console.error('Vitest wrote no report.');
    return FAILED_TO_RUN;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const args = process.argv.slice(2);
const prepared = [
  attempt(() => {
    process.env.CHROMIUM_PATH = ensureBrowser().executable;
  }),
  attempt(ensureBuilt),
];
const ran = [runVitest(args), ...(args.length === 0 ? [runTrainingTests()] : [])];
const total = [...prepared, ...ran].reduce(addCounts);
console.log(`\n${describeCounts(total)}`);
process.exitCode = total.failed > 0 || total.passed + total.failed === 0 ? 1 : 0;
