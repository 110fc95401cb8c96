import type { Browser, JSHandle } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import type * as Harness from './shortage-harness';
import type { Memory } from './shortage-harness';

let browser: Browser;
let harness: JSHandle<typeof Harness>;

beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'webgpu' });
  const { page } = await newModulePage(browser);
  harness = await importModule<typeof Harness>(page, '/test/browser/renderer/shortage-harness.ts');
});
afterAll(() => browser.close());

function paintWith(memory: Partial<Memory>) {
  return harness.evaluate((module, given) => module.paintWith(given), memory);
}

test('a device with little memory paints smaller, and says why', async () => {
  const { steps, problem } = await paintWith({ total: 1_500_000 });
  expect(problem).toBeNull();
  expect(steps).toEqual([
    '192×144: There is not enough graphics memory for 256: down to 192.',
    '128×96: There is not enough graphics memory for 192: down to 128.',
  ]);
});

test('a device that can bind no more than a little paints smaller, too', async () => {
  const { steps, problem } = await paintWith({ bindable: 700_000 });
  expect(problem).toBeNull();
  expect(steps).toEqual(['192×144: There is not enough graphics memory for 256: down to 192.']);
});

test('a device with none counts as lost, so that another backend takes over', async () => {
  const { problem } = await paintWith({ total: 0 });
  expect(problem).toContain('graphics device was lost');
});
