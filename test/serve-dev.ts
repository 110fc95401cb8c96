import { rmSync } from 'node:fs';
import path from 'node:path';
import { build, createServer, preview, type Plugin } from 'vite';
import type { TestProject } from 'vitest/node';
import { ROOT } from '../scripts/paths';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the Vite server that serves single modules; project `browser`. */
    devUrl: string;
    /** Address of the page of components, in one piece; project `browser`. */
    componentsUrl: string;
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

/**
 * Builds and serves the page of components, which a hundred tests open anew: its 145 modules one by one take three times
 * as long.
 */
async function serveComponents(outDir: string): Promise<{ url: string; close: () => Promise<void> }> {
  const page = 'test/browser/components/page.html';
  const common = { root: ROOT, base: '/', logLevel: 'error' } as const;
  await build({
    ...common,
    build: { outDir, emptyOutDir: true, sourcemap: false, rolldownOptions: { input: page } },
  });
  const server = await preview({ ...common, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const [origin] = server.resolvedUrls?.local ?? [];
  if (!origin) throw new Error('The page of components has no address.');
  return { url: new URL(page, origin).href, close: () => server.close() };
}

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
  const components = await serveComponents(path.join(cacheDir, 'components'));
  project.provide('componentsUrl', components.url);
  return async () => {
    await components.close();
    await server.close();
    rmSync(cacheDir, { recursive: true, force: true });
  };
}
