/** How long it takes from the press of a button to the first painted frame, and where a frame's time goes. */
import { expect, test } from 'vitest';
import { BACKEND_TITLES, type BackendName } from '../../src/protocol/backend';
import { launchBrowser, type Gpu } from '../browser-launch';
import { AppPage } from '../e2e/app-page';
import { record, round, type Row } from './results';

const WANTED_MS = 10_000;
/** Long enough for Auto to have found its size. */
const SETTLE_MS = 15_000;

const BACKENDS: readonly { backend: BackendName; gpu: Gpu }[] = [
  { backend: 'webgpu', gpu: 'webgpu' },
  { backend: 'webgl', gpu: 'webgl' },
  { backend: 'wasm', gpu: 'none' },
  { backend: 'cpu', gpu: 'none' },
];

/** ms from the press of `button` until the page paints. Runs in the page, so that no test tool is timed. */
function timeFirstFrame(button: SVGElement | HTMLElement): Promise<number> {
  const stage = document.querySelector('impasto-app')?.shadowRoot?.querySelector('impasto-stage');
  if (!stage) throw new Error('no stage');
  const start = performance.now();
  button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
  return new Promise((resolve) => {
    const look = () => {
      // The stage is `painted` from the first painted frame of its source on.
      if (stage.hasAttribute('painted')) resolve(performance.now() - start);
      else requestAnimationFrame(look);
    };
    look();
  });
}

async function measure(backend: BackendName, gpu: Gpu): Promise<{ row: Row; ms: number; version: string }> {
  const browser = await launchBrowser({ gpu });
  try {
    const app = await AppPage.open(browser, `?backend=${backend}`);
    const button = app.page.getByRole('button', { name: 'Try the sample scene', exact: true });
    const ms = await button.evaluate(timeFirstFrame);
    await app.untilPainting();
    await app.page.waitForTimeout(SETTLE_MS);
    const text = await app.metersText();
    expect(text).toContain(`Backend: ${BACKEND_TITLES[backend]}`);
    const meter = (name: string) => round(Number(new RegExp(`${name}: ([\\d.]+)`).exec(text)?.[1]));
    return {
      version: browser.version(),
      ms,
      row: {
        backend: BACKEND_TITLES[backend],
        'first frame s': round(ms / 1000),
        'size in Auto': /Working size: (\d+ × \d+)/.exec(text)?.[1] ?? '',
        fps: meter('Stylize'),
        'ingest ms': meter('Ingest'),
        'network ms': meter('Network'),
        'present ms': meter('Present'),
        clock: /Clock: (GPU|wall)/.exec(text)?.[1] ?? '',
      },
    };
  } finally {
    await browser.close();
  }
}

test('the first painted frame comes within 10 s on every backend', async () => {
  const results = [];
  for (const { backend, gpu } of BACKENDS) results.push(await measure(backend, gpu));
  record(
    'first-frame',
    'First frame and stages',
    `From the press of “Try the sample scene” on a freshly loaded page to the first painted frame, in Auto; then the stages of a frame ${SETTLE_MS / 1000} s later.`,
    results[0]?.version ?? '',
    results.map(({ row }) => row),
  );
  for (const { ms, row } of results) expect(ms, String(row.backend)).toBeLessThan(WANTED_MS);
});
