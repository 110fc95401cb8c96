/** While live the page stays fluent: its thread has no task over 50 ms, once the first seconds are over. */
import { expect, test } from 'vitest';
import { launchBrowser } from '../browser-launch';
import { AppPage } from './app-page';

const SETTLE_MS = 3000;
const WATCH_MS = 5000;
/** Other programs on the machine make tasks long too: the best of so many attempts counts. */
const ATTEMPTS = 3;

/** ms of every task over 50 ms of the page's own thread during some time. */
function watchLongTasks(ms: number): Promise<number[]> {
  return new Promise((resolve) => {
    const found: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) found.push(duration);
    });
    observer.observe({ type: 'longtask' });
    setTimeout(() => {
      observer.disconnect();
      resolve(found);
    }, ms);
  });
}

test('live on WASM with threads the page has no task over 50 ms', async () => {
  const browser = await launchBrowser({ gpu: 'none', camera: 'fake' });
  try {
    const app = await AppPage.open(browser, '?size=64');
    await app.start('Start camera');
    expect(await app.metersText()).toMatch(/Computes: [2-9] threads/);
    await app.page.waitForTimeout(SETTLE_MS);
    let least: number[] | null = null;
    for (let attempt = 0; attempt < ATTEMPTS && least?.length !== 0; attempt++) {
      const found = await app.page.evaluate(watchLongTasks, WATCH_MS);
      if (found.length > 0) console.log(`Tasks over 50 ms, attempt ${attempt + 1}: ${found.join(', ')}`);
      if (!least || found.length < least.length) least = found;
    }
    expect(least).toEqual([]);
    // Such a task would have been seen.
    const [seen] = await Promise.all([
      app.page.evaluate(watchLongTasks, 500),
      app.page.evaluate(() => {
        setTimeout(() => {
          const end = performance.now() + 80;
          while (performance.now() < end);
        }, 100);
      }),
    ]);
    expect(seen.length).toBeGreaterThan(0);
    // It painted all the while.
    expect(Number(/Stylize: ([\d.]+)/.exec(await app.metersText())?.[1])).toBeGreaterThan(1);
  } finally {
    await browser.close();
  }
});
