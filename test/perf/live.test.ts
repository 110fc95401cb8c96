/** Frame rate of the whole page at 256×192 on WASM, with threads and without. */
import { spawnSync } from 'node:child_process';
import type { Server } from 'node:http';
import { afterAll, expect, inject, test } from 'vitest';
import { DIST } from '../../scripts/paths';
import { close, createAppServer, listen } from '../../scripts/serve';
import { launchBrowser } from '../browser-launch';
import { hasFfmpeg, makeWithFfmpeg } from '../ffmpeg';
import { AppPage } from '../e2e/app-page';
import { record, round, type Row } from './results';

const SETTLE_MS = 5000;
const MEASURE_MS = 10_000;
/** What the issue of the first slice asks for, on two threads. */
const WANTED_FPS = 8;

let version = '';
const servers: Server[] = [];
afterAll(() => Promise.all(servers.map(close)));

/** A page without COOP and COEP, as on hosts that cannot send headers: WASM has one thread there. */
async function withoutIsolation(): Promise<string> {
  const server = createAppServer({ root: DIST, isolation: false });
  servers.push(server);
  return listen(server);
}

/** A camera of 4:3, so that the long side of 256 makes 256×192. */
function makeCamera(): string {
  return makeWithFfmpeg(
    ['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=30:duration=4', '-c:v', 'mjpeg', '-q:v', '3'],
    'mjpeg',
  );
}

/** The browser has two cores but counts those of the machine; the worker takes its threads from that count. */
const pretendCores = (cores: number) =>
  `Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores}, configurable: true });`;

/** Leaves two cores to this process and to the browsers that it starts; false where that cannot be done. */
function pinToTwoCores(): boolean {
  return (
    spawnSync('taskset', ['-a', '-p', '-c', '0,1', String(process.pid)], { stdio: 'ignore' }).status === 0
  );
}

async function measure(url: string, threads: number): Promise<Row & { fps: number }> {
  const browser = await launchBrowser({ gpu: 'none', camera: makeCamera() });
  try {
    version = browser.version();
    const app = await AppPage.open(browser, 'blank.html');
    await app.page.context().route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: pretendCores(threads) + (await response.text()) });
    });
    await app.page.goto(`${url}/?backend=wasm&size=256`);
    await app.start('Start camera');
    await app.page.waitForTimeout(SETTLE_MS);
    // The meters show a mean over two seconds; the mean of several looks is that of the whole time.
    const looks: string[] = [];
    for (const end = Date.now() + MEASURE_MS; Date.now() < end;) {
      await app.page.waitForTimeout(1000);
      looks.push(await app.metersText());
    }
    const mean = (name: string) => {
      const values = looks.map((text) => Number(new RegExp(`${name}: ([\\d.]+)`).exec(text)?.[1]));
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const text = looks.at(-1) ?? '';
    expect(text).toContain('Working size: 256 × 192');
    return {
      threads: Number(/Adapter: CPU, (\d+)/.exec(text)?.[1]),
      fps: round(mean('Stylize')),
      'ingest ms': round(mean('Ingest')),
      'network ms': round(mean('Network')),
      'present ms': round(mean('Present')),
      'latency ms': round(mean('Latency')),
    };
  } finally {
    await browser.close();
  }
}

test.skipIf(!hasFfmpeg())('live at 256×192 on WASM', async () => {
  const pinned = pinToTwoCores();
  const two = await measure(inject('appUrl'), 2);
  const one = await measure(await withoutIsolation(), 2);
  record(
    'live-wasm',
    'Live at 256×192 on WASM',
    `The whole page with a camera of 640×480 at 30 frames a second, network \`lite\`${pinned ? '; the browser has two cores' : ''}. One thread: served without COOP and COEP.`,
    version,
    [two, one],
  );
  expect([two.threads, one.threads]).toEqual([2, 1]);
  expect(two.fps).toBeGreaterThanOrEqual(WANTED_FPS);
});
