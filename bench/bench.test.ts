/** `npm run bench`: all engines in Chromium, taking turns. */
import type { Browser, JSHandle } from 'playwright';
import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage, type Gpu } from '../test/browser-launch';
import { readModel } from '../test/models';
import { record } from '../test/perf/results';
import type { ContenderId } from './contender';
import type * as Page from './page';
import { planned } from './plan';
import { notesOf } from './notes';
import { measure, rowsOf, type Host } from './run';

/** Engines that share a device share a page; the others have one of their own, WebGL another browser. */
const PLACES: Readonly<Record<ContenderId, { readonly page: string; readonly gpu: Gpu }>> = {
  ours: { page: 'device', gpu: 'webgpu' },
  'ours-f16': { page: 'device', gpu: 'webgpu' },
  'tfjs-webgpu': { page: 'device', gpu: 'webgpu' },
  'ort-webgpu': { page: 'device', gpu: 'webgpu' },
  'tfjs-webgl': { page: 'webgl', gpu: 'webgl' },
  'tfjs-wasm': { page: 'wasm', gpu: 'webgpu' },
  'ort-wasm': { page: 'ort', gpu: 'webgpu' },
};

async function openPage(browser: Browser): Promise<JSHandle<typeof Page>> {
  const { page } = await newModulePage(browser);
  return importModule<typeof Page>(page, '/bench/page.ts');
}

/** Within float32's reach of the same network, 255 levels apart at the most. */
const AGREEMENT_DB = 50;

test('all engines, taking turns', async () => {
  const plan = planned(process.env);
  const browsers = new Map<Gpu, Browser>();
  try {
    for (const gpu of ['webgpu', 'webgl'] as const) browsers.set(gpu, await launchBrowser({ gpu }));
    const pages = new Map<string, JSHandle<typeof Page>>();
    for (const { page, gpu } of Object.values(PLACES)) {
      const browser = browsers.get(gpu);
      if (browser && !pages.has(page)) pages.set(page, await openPage(browser));
    }
    const pageOf = (id: ContenderId) => {
      const page = pages.get(PLACES[id].page);
      if (!page) throw new Error(`no page for ${id}`);
      return page;
    };
    const adapter = await pageOf('ours').evaluate((module) => module.onDevice());
    for (const [name, page] of pages)
      if (name !== 'device') await page.evaluate((module) => module.withoutDevice());
    for (const tier of plan.tiers) {
      const cell = { tier, size: { width: 64, height: 48 } };
      const decibels = await pageOf('ours').evaluate((module, value) => module.agreement(value), cell);
      console.log(`${tier}: ours and ONNX Runtime agree to ${decibels.toFixed(1)} dB`);
      expect(decibels, tier).toBeGreaterThan(AGREEMENT_DB);
    }
    const host: Host = {
      open: (id, cell) => pageOf(id).evaluate((module, args) => module.open(...args), [id, cell] as const),
      turn: (id) => pageOf(id).evaluate((module, name) => module.turn(name), id),
      peak: (id) => pageOf(id).evaluate((module, name) => module.peak(name), id),
      close: async () => {
        for (const page of pages.values()) await page.evaluate((module) => module.close());
      },
    };
    const figures = await measure(host, plan);
    const ceilings = await pageOf('ours').evaluate((module) => module.ceilings());
    for (const tier of plan.tiers) {
      const notes = notesOf(
        `npm run bench${process.env.BENCH_QUICK ? ' -- --quick' : ''}`,
        adapter,
        plan,
        ceilings,
      );
      record(
        `bench-${tier}`,
        `All engines, \`${tier}\``,
        notes,
        browsers.get('webgpu')?.version() ?? '',
        rowsOf(figures, readModel(tier).spec, ceilings),
      );
    }
  } finally {
    for (const browser of browsers.values()) await browser.close();
  }
});
