import type { Server } from 'node:http';
import type { Page } from 'playwright';
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest';
import { DIST } from '../../scripts/paths';
import { close, createAppServer, listen, type ServeOptions } from '../../scripts/serve';
import { launchBrowser, newPage } from '../browser-launch';

// Without a GPU: serving is what is tested here, and WASM is the backend that needs most of the headers.
const browser = await launchBrowser({
  gpu: 'none',
  args: ['--host-resolver-rules=MAP studio.lan 127.0.0.1'],
});
const servers: Server[] = [];

afterAll(async () => {
  await browser.close();
  await Promise.all(servers.map(close));
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

async function serve(options: Omit<ServeOptions, 'root'>): Promise<string> {
  const server = createAppServer({ root: DIST, ...options });
  servers.push(server);
  return (await listen(server)) + (options.base ?? '/');
}

/** Paints the sample scene, which takes every kind of file: scripts, workers, WASM, weights. */
async function paint(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Try the sample scene' }).click();
  await page.getByRole('region', { name: 'Performance' }).getByText('Backend: WASM').waitFor();
}

/** The name of the error that `eval` ends in. Called from a timer, since the debugger's own calls may evaluate. */
function tryEval(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => {
      try {
        (0, eval)('1');
        resolve('none');
      } catch (error) {
        resolve(error instanceof Error ? error.name : String(error));
      }
    });
  });
}

describe('the production build', () => {
  test('runs under its policy: no error, no eval, no request to elsewhere', async () => {
    const { page, errors, outgoing } = await newPage(browser);
    const url = inject('appUrl');
    await paint(page, url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    // WASM's own threads start from object URLs and never return to their event loop.
    const workers = page.workers().filter((worker) => !worker.url().startsWith('blob:'));
    expect(workers).not.toEqual([]);
    expect(await page.evaluate(tryEval)).toBe('EvalError');
    for (const worker of workers) expect(await worker.evaluate(tryEval), worker.url()).toBe('EvalError');
    expect(errors).toEqual([]);
    expect(outgoing(url)).toEqual([]);
  });

  test('works from a sub-path', async () => {
    const { page, errors, requests } = await newPage(browser);
    const url = await serve({ base: '/some/path/' });
    await paint(page, url);
    expect(errors).toEqual([]);
    expect(requests.filter((request) => !request.startsWith(url) && !/^(blob|data):/.test(request))).toEqual(
      [],
    );
  });

  test('works on hosts that cannot send COOP and COEP', async () => {
    const { page, errors } = await newPage(browser);
    await paint(page, await serve({ isolation: false }));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(errors).toEqual([]);
  });

  test('over plain http says what browsers allow it there, and paints', async () => {
    const { page } = await newPage(browser);
    const url = inject('appUrl').replace('127.0.0.1', 'studio.lan');
    await page.goto(url);
    await page.getByText('This page came over plain http').waitFor();
    await paint(page, url);
  });
});
