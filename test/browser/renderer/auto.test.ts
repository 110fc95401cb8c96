import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import type * as Harness from './auto-harness';

async function paintStill(graphicsCard: boolean) {
  const browser = await launchBrowser({ gpu: 'none' });
  try {
    const { page } = await newModulePage(browser);
    const harness = await importModule<typeof Harness>(page, '/test/browser/renderer/auto-harness.ts');
    return await harness.evaluate((module, card) => module.paintStill(card), graphicsCard);
  } finally {
    await browser.close();
  }
}

test.skipIf(!existsSync('models/standard/model.json'))(
  'a graphics card that has time for it gets the standard network, fetched then (needs models/standard)',
  async () => {
    const { meters, steps, ready } = await paintStill(true);
    expect(meters).toMatchObject({ tier: 'standard', coming: null });
    expect(meters?.workingSize.width).toBeGreaterThanOrEqual(640);
    expect(steps.at(-1)).toMatch(/^Starting with (Balanced at )?\d+ pixels: a frame of \d+ took .* ms\.$/);
    expect(steps.some((step) => step.includes('Balanced at'))).toBe(true);
    expect(ready).toEqual(['lite', 'standard']);
  },
);

test('the processor keeps to the cheapest network', async () => {
  const { meters, steps, ready } = await paintStill(false);
  expect(meters?.tier).toBe('lite');
  expect(meters?.workingSize.width).toBeGreaterThan(64);
  expect(steps.join()).not.toContain('Balanced');
  expect(ready).toEqual(['lite']);
});
