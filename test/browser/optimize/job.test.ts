/** Jobs through a real render worker: what the page sees of them. */
import type { Browser, JSHandle } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage, type Gpu, type WatchedPage } from '../../browser-launch';
import type { BackendName } from '../../../src/protocol/backend';
import type * as Harness from './worker-harness';
import type { JobChange, Told } from './worker-harness';

const ITERATIONS = 40;

async function open(backend: BackendName, gpu: Gpu) {
  const browser = await launchBrowser({ gpu });
  const watched = await newModulePage(browser);
  const harness = await importModule<typeof Harness>(
    watched.page,
    '/test/browser/optimize/worker-harness.ts',
  );
  await harness.evaluate((module, name) => module.spawn(name), backend);
  return { browser, watched, harness };
}

type Opened = Awaited<ReturnType<typeof open>>;

const iterationsOf = (told: Told) => told.reports.map(({ iteration }) => iteration);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
/** RGB of the pixel at (x, y) of a picture of 64 pixels a row. */
const pixel = (pixels: number[], x: number, y: number) =>
  pixels.slice((y * 64 + x) * 4, (y * 64 + x) * 4 + 3);

let browser: Browser;
let watched: WatchedPage;
let harness: JSHandle<typeof Harness>;
beforeAll(async () => void ({ browser, watched, harness } = await open('wasm', 'none')));
afterAll(() => browser.close());

describe('on WASM', () => {
  const paint = (change: JobChange = {}) => harness.evaluate((module, given) => module.paint(given), change);

  // Whatever a failed test has left running ends here.
  afterEach(async () => {
    await harness.evaluate((module) => module.close());
    await harness.evaluate((module) => module.open());
  });

  test('a job tells of every iteration, keeps the first and the last picture, and gets better', async () => {
    const told = await paint();
    expect(told.end).toEqual({ ok: true, value: 'finished' });
    expect(told.prepared?.size).toEqual({ width: 64, height: 48 });
    expect(told.prepared?.photoLosses.content).toBe(0);
    expect(told.prepared?.fastLosses.content).toBeGreaterThan(0);
    expect(iterationsOf(told)).toEqual(range(0, ITERATIONS));
    expect(told.reports[0]?.losses).toEqual(told.prepared?.photoLosses);
    const [first, last] = [told.reports[0], told.reports.at(-1)];
    expect(last?.losses.total).toBeLessThan(0.5 * (first?.losses.total ?? 0));
    expect(last?.losses.style).toBeLessThan(0.5 * (first?.losses.style ?? 0));
    expect(last?.timeLeft).toBe(0);
    expect(told.reports[10]?.perSecond).toBeGreaterThan(0);
    expect(told.previews.length).toBeGreaterThan(0);
    expect(told.kept.map(({ iteration }) => iteration)).toEqual([0, ITERATIONS]);
    expect(told.kept[0]?.pixels).toEqual(told.photo);
    expect(told.kept[1]?.losses).toEqual(last?.losses);
    const picture = await harness.evaluate((module) => module.picture());
    expect(picture).toEqual({ size: { width: 64, height: 48 }, pixels: told.kept[1]?.pixels });
  });

  test('stop, pause and resume are taken at once; what was painted is kept', async () => {
    const settings = { iterations: 2000, longSide: 128 };
    await harness.evaluate((module, change) => module.start(change), {
      settings,
      photoSize: { width: 128, height: 96 },
    });
    await harness.evaluate((module) => module.until(2));
    const times: number[] = [];
    const call = async (name: 'pause' | 'resume' | 'stop') =>
      times.push(await harness.evaluate((module, what) => module.call(what), name));
    for (const name of ['pause', 'resume', 'pause'] as const) await call(name);
    const whilePaused = await harness.evaluate(async (module) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = module.told.reports.length;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return module.told.reports.length - before;
    });
    expect(whilePaused).toBe(0);
    expect(await harness.evaluate((module) => module.picture())).toMatchObject({
      size: { width: 128, height: 96 },
    });
    await call('resume');
    const paused = await harness.evaluate((module) => module.told.reports.at(-1)?.iteration ?? 0);
    await harness.evaluate((module, iteration) => module.until(iteration), paused + 2);
    await call('stop');
    const told = await harness.evaluate((module) => module.finish());
    // The median: other programs share the machine.
    expect(times.sort((a, b) => a - b)[2]).toBeLessThan(200);
    expect(told.end).toEqual({ ok: true, value: 'stopped' });
    const last = told.reports.at(-1);
    expect(last?.iteration).toBeGreaterThan(paused);
    expect(told.kept.at(-1)).toMatchObject({ iteration: last?.iteration, losses: last?.losses });
  });

  test('a job goes on from a kept picture', async () => {
    const [first, rest] = await harness.evaluate(async (module) => [
      await module.paint({ settings: { iterations: 20 } }),
      await module.paint({ settings: { iterations: 30 }, resumeFrom: 20 }),
    ]);
    expect(iterationsOf(rest)).toEqual(range(20, 30));
    expect(rest.kept.map(({ iteration }) => iteration)).toEqual([30]);
    const totals = rest.reports.map(({ losses }) => losses.total);
    const reached = first.reports.at(-1)?.losses.total ?? 0;
    expect(totals.at(-1)).toBeLessThan(reached);
    // Without a gentle beginning the loss would jump.
    expect(Math.max(...totals)).toBeLessThan(1.05 * reached);
  });

  test('a pyramid paints small first and ends at full size', async () => {
    const { end, reports, kept } = await paint({ settings: { levels: 2, longSide: 128, iterations: 20 } });
    expect(end).toEqual({ ok: true, value: 'finished' });
    expect(reports.map(({ iteration }) => iteration)).toEqual(range(0, 20));
    for (const { size } of kept) expect(size).toEqual({ width: 128, height: 96 });
    const [before = NaN, after = NaN] = [reports[3], reports[15]].map((report) => report?.perSecond);
    expect(before).toBeGreaterThan(after);
  });

  // Adam does so above.
  test.each(['sgd', 'lbfgs'] as const)('%s gets better than the start', async (optimizer) => {
    const { end, reports } = await paint({ settings: { optimizer, iterations: 20 } });
    expect(end?.ok).toBe(true);
    expect(reports.at(-1)?.losses.total).toBeLessThan(0.7 * (reports[0]?.losses.total ?? 0));
  });

  test('outside of the mask the photo stays', async () => {
    const told = await paint({ mask: true, settings: { iterations: 10 } });
    const last = told.kept.at(-1)?.pixels ?? [];
    expect(pixel(last, 60, 20)).toEqual(pixel(told.photo, 60, 20));
    expect(pixel(last, 10, 20)).not.toEqual(pixel(told.photo, 10, 20));
  });

  test('brightness alone leaves the colours of the photo', async () => {
    const told = await paint({ settings: { colours: 'luminance', iterations: 20 } });
    const last = told.kept.at(-1)?.pixels ?? [];
    let changed = 0;
    for (let at = 0; at < last.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = [0, 1, 2].map(
        (c) => (last[at + c] ?? 0) - (told.photo[at + c] ?? 0),
      );
      // Clipped values aside, all channels change by the same.
      if (last.slice(at, at + 3).some((value) => value === 0 || value === 255)) continue;
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(2);
      if (Math.abs(green) > 3) changed++;
    }
    expect(changed).toBeGreaterThan(100);
  });

  test.each([
    ['the fast picture', { settings: { start: 'fast' } }],
    ['noise', { settings: { start: 'noise' } }],
    ['matched colours', { settings: { colours: 'matched' } }],
    ['two styles', { styles: 2 }],
    ['a painting of ours', { styles: 0, paintings: ['starry_night'] }],
    [
      'a painting of ours in brightness',
      { styles: 0, paintings: ['udnie'], settings: { colours: 'luminance' } },
    ],
    [
      'two paintings and a picture, in matched colours',
      { paintings: ['udnie', 'monet'], settings: { colours: 'matched' } },
    ],
    ['a style of one pixel', { styleSize: { width: 1, height: 1 } }],
    ['a very wide style', { styleSize: { width: 900, height: 8 } }],
    ['a very narrow photo', { photoSize: { width: 20, height: 400 } }],
    ['style alone', { settings: { contentWeight: 0, variationWeight: 0 } }],
    ['content alone', { settings: { styleWeight: 0, start: 'noise' } }],
  ] as const)('%s', async (_, change) => {
    const settings = { iterations: 5, ...('settings' in change ? change.settings : {}) };
    const { end, reports, kept } = await paint({ ...change, settings });
    expect(end).toEqual({ ok: true, value: 'finished' });
    expect(reports.at(-1)?.losses.total).toBeLessThan(reports[0]?.losses.total ?? 0);
    expect(new Set(kept.at(-1)?.pixels).size).toBeGreaterThan(10);
  });

  test.each(['painting', 'luminance', 'matched'] as const)(
    'a painting of ours begins with the photo as it is, colours: %s',
    async (colours) => {
      const told = await paint({
        styles: 0,
        paintings: ['great_wave'],
        settings: { colours, iterations: 1 },
      });
      const first = told.kept[0]?.pixels ?? [];
      expect(first).toHaveLength(told.photo.length);
      const largest = first.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (told.photo[at] ?? 0))),
        0,
      );
      expect(largest).toBeLessThanOrEqual(1);
    },
  );

  test('a painting that is not known is refused', async () => {
    const { end } = await paint({ styles: 0, paintings: ['nighthawks'] });
    expect(end).toMatchObject({ ok: false, error: { code: 'optimize-style' } });
  });

  test('the fast start is the fast picture', async () => {
    const { prepared, reports, kept } = await paint({ settings: { start: 'fast', iterations: 5 } });
    expect(reports[0]?.losses).toEqual(prepared?.fastLosses);
    expect(kept[0]?.pixels).toEqual(prepared?.fast);
  });

  test('what does not fit is refused before anything is painted, and a size that fits is named', async () => {
    const wanted = { longSide: 2048 };
    const vgg = await harness.evaluate((module, settings) => module.estimate(settings, 'vgg'), wanted);
    expect(vgg.size).toEqual({ width: 2048, height: 1536 });
    expect(vgg.bytes).toBeGreaterThan(vgg.limit);
    expect(vgg.largestSide).toBeLessThan(2048);
    const smaller = await harness.evaluate(
      (module, longSide) => module.estimate({ longSide }, 'vgg'),
      vgg.largestSide ?? NaN,
    );
    expect(smaller.bytes).toBeLessThanOrEqual(smaller.limit);
    const { end, reports } = await paint({ settings: wanted });
    expect(end).toMatchObject({ ok: false, error: { code: 'optimize-memory' } });
    expect(reports).toHaveLength(0);
  });

  test('a layer that the network lacks, and a second job at a time, are refused', async () => {
    const lacking = await paint({ settings: { contentLayer: 'block5_conv4' } });
    expect(lacking.end).toMatchObject({ ok: false, error: { code: 'optimize-layer' } });
    const second = await harness.evaluate(async (module) => {
      await module.start({ settings: { iterations: 1000 } });
      const first = module.told;
      await module.until(1);
      const { end } = await module.paint();
      await module.call('stop');
      while (!first.end) await new Promise((resolve) => setTimeout(resolve, 20));
      return { end, first: first.end };
    });
    expect(second.end).toMatchObject({ ok: false, error: { code: 'optimize-busy' } });
    expect(second.first).toEqual({ ok: true, value: 'stopped' });
  });

  test('closing ends a job; another optimizer can be opened', async () => {
    const end = await harness.evaluate(async (module) => {
      await module.start({ settings: { iterations: 1000 } });
      const { told } = module;
      await module.until(1);
      await module.close();
      await module.open();
      return (await module.paint({ settings: { iterations: 5 } })).end?.ok && told.end;
    });
    expect(end).toEqual({ ok: true, value: 'stopped' });
  });

  test('nothing was logged', () => expect(watched.errors).toEqual([]));
});

describe('another backend', () => {
  const use = async (opened: Opened) => {
    const change = { settings: { iterations: 3, start: 'fast' } } as const;
    const told = await opened.harness.evaluate((module, given) => module.paint(given), change);
    const original = await opened.harness.evaluate((module) => module.original());
    expect(opened.watched.errors).toEqual([]);
    return { told, original };
  };
  let onWasm: Awaited<ReturnType<typeof use>>;
  beforeAll(async () => void (onWasm = await use({ browser, watched, harness })));

  const expectOriginal = ({ original: { size, left, right } }: typeof onWasm) => {
    expect(size).toEqual({ width: 90, height: 50 });
    expect(left).toEqual([0, 0, 255]);
    expect(right).toEqual([255, 0, 0]);
  };

  test('the original is taken on WASM as it is shown: mirrored, full size', () => expectOriginal(onWasm));

  test.each(['webgpu', 'webgl'] as const)(
    'on %s a short job is that on WASM, and so is the original',
    async (backend) => {
      const opened = await open(backend, backend);
      const found = await use(opened).finally(() => opened.browser.close());
      expect(found.told.end).toEqual({ ok: true, value: 'finished' });
      expect(found.told.reports).toHaveLength(onWasm.told.reports.length);
      // The fast picture of another engine differs by a shade here and there.
      found.told.reports.forEach(({ losses }, index) => {
        const { total = NaN } = onWasm.told.reports[index]?.losses ?? {};
        expect(Math.abs(losses.total - total) / total).toBeLessThan(0.03);
      });
      expectOriginal(found);
    },
  );
});
