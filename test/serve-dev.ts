import { rmSync } from 'node:fs';
import path from 'node:path';
import { createServer, type Plugin } from 'vite';
import type { TestProject } from 'vitest/node';
import { ROOT } from '../scripts/paths';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the Vite server that serves single modules; project `browser`. */
    devUrl: string;
  }
}

/** An empty page: the tests of single modules import into it what they need. */
const blankPage: Plugin = {
  name: 'impasto-blank-page',
  configureServer(server) {
    server.middlewares.use('/blank', (_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(
        '<!doctype html><html lang="en"><title>Test</title><link rel="icon" href="data:," /></html>',
      );
    });
  },
};

/** Global set-up of project `browser`: one development server for all of its files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // A cache of its own, since several runs may go on in one checkout.
  const cacheDir = path.join(ROOT, 'node_modules', '.cache', 'impasto', `vite-${process.pid}`);
  const server = await createServer({
    root: ROOT,
    cacheDir,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    plugins: [blankPage],
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || !address) throw new Error('The development server has no address.');
  project.provide('devUrl', `http://127.0.0.1:${address.port}`);
  return async () => {
    await server.close();
    rmSync(cacheDir, { recursive: true, force: true });
  };
}
