import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as axe from 'axe-core';
import type { Page } from 'playwright';

declare global {
  interface Window {
    /** There once axe-core's script has been added to the page. */
    readonly axe: typeof axe;
  }
}

const SCRIPT = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page as it is once everything that moves has come to rest. */
export async function axeProblems(page: Page): Promise<unknown[]> {
  // Not as a script element: the page's own policy forbids inline scripts.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SCRIPT);
  return page.evaluate(async () => {
    // A colour on its way to another has the contrast of neither. What was changed moves from the next frame on.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const finite = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map(({ finished }) => finished));
    const { violations } = await window.axe.run();
    return violations.map(({ id, impact, nodes }) => [
      id,
      impact,
      nodes.map(({ target, failureSummary }) => [target.at(-1), failureSummary]),
    ]);
  });
}
