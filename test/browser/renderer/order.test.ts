/**
 * What is asked of the worker while a slow frame is under way. On WebGL: there the worker waits for the
 * GPU, and answers meanwhile.
 */
import type { Browser, JSHandle } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import { decodePng, type Picture } from '../../png';
import { picturePsnr } from '../../psnr';
import type * as Harness from './harness';

/** On a software adapter frames then take longer than a repaint is put off. */
const SLOW = { backend: 'webgl', size: 192, display: { width: 320, height: 240 } } as const;

let browser: Browser;
let harness: JSHandle<typeof Harness>;

beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'webgl' });
  const { page } = await newModulePage(browser);
  harness = await importModule<typeof Harness>(page, '/test/browser/renderer/harness.ts');
  await harness.evaluate((module, options) => module.spawn(options), SLOW);
  // The first frame compiles, which the worker does not wait for but does itself.
  await harness.evaluate((module) => module.show(0));
  await picture();
});
beforeEach(() => harness.evaluate((module) => module.show(1)));
afterAll(() => browser.close());

async function picture(): Promise<Picture> {
  return decodePng(Buffer.from(await harness.evaluate((module) => module.picture())));
}

/** Long enough for a repaint that is due to have been asked for. */
const UNTIL_REPAINT_MS = 150;

test('a new display size holds, though a repaint comes while it waits', async () => {
  await harness.evaluate(async (module, ms) => {
    module.call('resize', { width: 160, height: 120 });
    module.configure({ compare: 0.25 });
    await new Promise((resolve) => setTimeout(resolve, ms));
  }, UNTIL_REPAINT_MS);
  const { width, height } = await picture();
  expect([width, height]).toEqual([160, 120]);
});

test('what was cleared is gone, though a repaint comes while the clearing waits', async () => {
  const answer = await harness.evaluate(async (module, ms) => {
    const cleared = module.clear();
    module.configure({ compare: 0.25 });
    await new Promise((resolve) => setTimeout(resolve, ms));
    await cleared;
    return module.picture().then(
      () => 'a picture',
      (error: unknown) => String(error),
    );
  }, UNTIL_REPAINT_MS);
  expect(answer).toContain('There is no picture to take yet');
});

test('a picture taken at once has the style that was chosen just before', async () => {
  const before = await picture();
  const taken = await harness.evaluate((module) => {
    module.configure({ mix: { weights: { [module.probe.styles[3] ?? '']: 1 }, strength: 1 } });
    return module.picture();
  });
  const after = decodePng(Buffer.from(taken));
  expect(picturePsnr(after, before)).toBeLessThan(25);
});
