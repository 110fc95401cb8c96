/** The optimizers on a fixed pair of 96×96 and a small random network, from the content. */
import type { Browser, JSHandle } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importModule, launchBrowser, newModulePage } from '../../browser-launch';
import type * as Harness from './descent-harness';

let browser: Browser;
let harness: JSHandle<typeof Harness>;

beforeAll(async () => {
  browser = await launchBrowser({ gpu: 'none' });
  const { page } = await newModulePage(browser);
  harness = await importModule<typeof Harness>(page, '/test/browser/optimize/descent-harness.ts');
});
afterAll(() => browser.close());

test.each([
  { optimizer: 'adam', iterations: 60, fraction: 0.35 },
  { optimizer: 'sgd', iterations: 60, fraction: 0.45 },
  { optimizer: 'lbfgs', iterations: 40, fraction: 0.2 },
] as const)('$optimizer brings the loss to $fraction of the start in $iterations iterations', async (aim) => {
  const { totals } = await harness.evaluate(
    (module, { optimizer, iterations }) => module.descend(optimizer, iterations),
    aim,
  );
  expect(totals).toHaveLength(aim.iterations + 1);
  expect((totals.at(-1) ?? NaN) / (totals[0] ?? NaN)).toBeLessThan(aim.fraction);
  if (aim.optimizer !== 'lbfgs') return;
  totals.slice(1).forEach((total, index) => expect(total).toBeLessThanOrEqual(totals[index] ?? NaN));
});

test('L-BFGS is within 5% of PyTorch after as many evaluations', async () => {
  const { lowest, expected } = await harness.evaluate((module) => module.descend('lbfgs', 60));
  console.log(
    lowest.map((total, index) => `${index}:${(total / (expected[index] ?? NaN)).toFixed(3)}`).join(' '),
  );
  for (const evaluations of [10, 20, 40, 60]) {
    const [ours = NaN, theirs = NaN] = [lowest[evaluations - 1], expected[evaluations - 1]];
    expect(ours / theirs, `after ${evaluations}`).toBeLessThan(1.05);
  }
});
