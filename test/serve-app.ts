import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../scripts/build';
import { DIST } from '../scripts/paths';
import { close, createAppServer, listen } from '../scripts/serve';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the production build, served with production headers; projects `e2e`, `perf` and `soak`. */
    appUrl: string;
  }
}

/** Global set-up of project `e2e`: builds if needed and serves dist/ as `npm start` does. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  ensureBuilt();
  const server = createAppServer({ root: DIST });
  project.provide('appUrl', await listen(server));
  return () => close(server);
}
