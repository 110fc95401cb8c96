import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type JSHandle,
  type Page,
} from 'playwright';
import { inject } from 'vitest';
import { findBrowser } from '../scripts/browser';

export { findBrowser };

/** Which GPU interfaces the page gets; on Linux all of them run on SwiftShader, on the CPU. */
export type Gpu = 'webgpu' | 'webgl' | 'none';

export interface LaunchOptions {
  readonly gpu?: Gpu;
  /** `'fake'` for Chromium's test pattern, or a .mjpeg or .y4m file that plays in a loop. */
  readonly camera?: string;
  readonly args?: readonly string[];
}

const COMMON_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Without the Vulkan flags an adapter is handed out, but video textures fail and screenshots stay blank. */
const SWIFTSHADER_FLAGS = [
  '--use-webgpu-adapter=swiftshader',
  '--use-vulkan=swiftshader',
  '--enable-features=Vulkan',
  '--use-angle=vulkan',
];

const GPU_FLAGS: Readonly<Record<Gpu, readonly string[]>> = {
  webgpu: [
    '--enable-unsafe-webgpu',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
    // macOS and Windows have no Vulkan to speak of; there the system's own adapter is used.
    ...(process.platform === 'linux' ? SWIFTSHADER_FLAGS : []),
  ],
  webgl: [],
  none: ['--disable-gpu', '--disable-software-rasterizer'],
};

function cameraFlags(camera: string | undefined): string[] {
  if (camera === undefined) return [];
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    ...(camera === 'fake' ? [] : [`--use-file-for-fake-video-capture=${camera}`]),
  ];
}

export async function launchBrowser({
  gpu = 'webgpu',
  camera,
  args = [],
}: LaunchOptions = {}): Promise<Browser> {
  const found = findBrowser();
  if (!found)
    throw new Error('No Chrome or Chromium was found. `npm test` installs one; CHROMIUM_PATH names one.');
  return chromium.launch({
    executablePath: found.executable,
    args: [...COMMON_FLAGS, ...GPU_FLAGS[gpu], ...cameraFlags(camera), ...args],
  });
}

/** As much of a browser as its pages need. */
export type PageMaker = Pick<Browser, 'newContext'>;

/** A page with what it logged and asked for. */
export interface WatchedPage {
  readonly page: Page;
  /** Uncaught errors and `console.error`, those of workers included, and failed or refused requests. */
  readonly errors: readonly string[];
  /** Every address asked for, in order. */
  readonly requests: readonly string[];
  /** The requests that went to another origin than `url`'s; blob: and data: stay inside the page. */
  readonly outgoing: (url: string) => string[];
}

export async function newPage(browser: PageMaker, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  return newPageIn(await browser.newContext(options));
}

/** Another page of a context, with whose pages it shares storage. */
export async function newPageIn(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => errors.push('the page crashed'));
  // The context, not the page: it also tells of requests made by workers.
  context.on('request', (request) => requests.push(request.url()));
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed';
    // A request that the page itself gave up, such as a replaced picture, is no error.
    if (reason !== 'net::ERR_ABORTED') errors.push(`request: ${request.url()} ${reason}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) errors.push(`response: ${response.status()} ${response.url()}`);
  });
  const outgoing = (url: string): string[] => {
    const { origin } = new URL(url);
    return requests.filter((request) => !/^(blob|data):/.test(request) && new URL(request).origin !== origin);
  };
  return { page, errors, requests, outgoing };
}

/** The address of a source file on the development server: `moduleUrl('/src/engine/x.ts')`. Project `browser` only. */
export function moduleUrl(path: string): string {
  return new URL(path, inject('devUrl')).href;
}

/** A watched page that is empty, cross-origin isolated, and of the development server's origin. Project `browser` only. */
export async function newModulePage(
  browser: PageMaker,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await newPage(browser, options);
  await watched.page.goto(moduleUrl('/blank'));
  return watched;
}

/**
 * Imports a source file into a page of {@link newModulePage}:
 *
 *     const mix = await importModule<typeof import('../../src/network/mix')>(page, '/src/network/mix.ts');
 *     const row = await mix.evaluate((module, weights) => module.blend(weights), [0.5, 0.5]);
 *
 * A plain `import()` inside `page.evaluate` does not work: Vitest rewrites it before the function is sent.
 */
export async function importModule<Module>(page: Page, path: string): Promise<JSHandle<Module>> {
  return page.evaluateHandle<Module>(`import(${JSON.stringify(moduleUrl(path))})`);
}
