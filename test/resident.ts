import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';

/**
 * Physical memory of the process that a page and its workers live in, bytes: of the browser's largest renderer, which
 * is the page's while there is one page. Linux only, else 0.
 */
export async function residentBytes(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (process.platform !== 'linux' || !browser) return 0;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
  return Math.max(0, ...sizes) * 1024;
}
