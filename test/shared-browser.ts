import type { Browser, BrowserContextOptions } from 'playwright';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser, type LaunchOptions, type PageMaker } from './browser-launch';

/**
 * One browser for all the tests of the file, or the `describe`, that calls this. It is there while they run; after each
 * its pages are closed. Its contexts are as `usual`, where they are not asked to be otherwise.
 */
export function sharedBrowser(options: LaunchOptions, usual: BrowserContextOptions = {}): PageMaker {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(options);
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(() => browser.close());
  return { newContext: (context) => browser.newContext({ ...usual, ...context }) };
}
