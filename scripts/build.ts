import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { DIST, ROOT } from './paths';

/** What a build is made from. */
const SOURCES = [
  'index.html',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'components',
  'models',
  'public',
  'src',
];

function newestChange(file: string): number {
  if (!existsSync(file)) return 0;
  const stats = statSync(file);
  if (!stats.isDirectory()) return stats.mtimeMs;
  // A folder's own time counts too: it tells of files that were removed.
  return Math.max(stats.mtimeMs, ...readdirSync(file).map((name) => newestChange(path.join(file, name))));
}

/** True if dist/ is missing or older than what it is built from. */
export function isStale(root: string = ROOT, dist: string = DIST): boolean {
  const page = path.join(dist, 'index.html');
  if (!existsSync(page)) return true;
  const built = statSync(page).mtimeMs;
  return SOURCES.some((source) => newestChange(path.join(root, source)) > built);
}

/**
 * Builds dist/ if it is stale. The build goes to a folder of its own first and is swapped in whole, so that two
 * runs at once do not empty each other's output.
 */
export function ensureBuilt(): void {
  if (!isStale()) return;
  console.log('Building the app…');
  const started = new Date();
  const work = path.join(ROOT, 'node_modules', '.cache', 'impasto');
  const fresh = path.join(work, `build-${process.pid}`);
  const old = path.join(work, `old-${process.pid}`);
  mkdirSync(work, { recursive: true });
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const build = spawnSync(
    process.execPath,
    [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'],
    // Vitest sets NODE_ENV=test, which would make a development build.
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (build.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error('The build failed; the messages above say why.');
  }
  // As old as what it was built from: a source changed since then makes it stale.
  utimesSync(path.join(fresh, 'index.html'), started, started);
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(fresh, DIST);
  rmSync(old, { recursive: true, force: true });
}
