import type { BrowserContextOptions, Locator, Page } from 'playwright';
import { afterEach, expect, inject } from 'vitest';
import { newPage, type WatchedPage } from '../../browser-launch';
import { sharedBrowser } from '../../shared-browser';
import type {} from './page';

export type Role = Parameters<Page['getByRole']>[0];

/** The page of components, whose studio does nothing but note what it is asked for, as its tests use it. */
export interface ComponentPage {
  /** Opens it anew, idle. */
  readonly open: (options: BrowserContextOptions) => Promise<Page>;
  /** A control of the page that was opened last. */
  readonly control: (role: Role, name: string) => Locator;
  /** What the studio was asked for since the last time, without sizes of the canvas: names and arguments. */
  readonly calls: () => Promise<unknown[][]>;
}

/** Gives the tests of a file the page of components; each fails if the page told of errors or asked elsewhere. */
export function useComponentPage(): ComponentPage {
  const browser = sharedBrowser({ gpu: 'none' });
  const url = inject('componentsUrl');
  let watched: WatchedPage;
  // Runs before the hook of the browser, which closes the page.
  afterEach(() => {
    expect(watched.errors).toEqual([]);
    expect(watched.outgoing(url)).toEqual([]);
  });
  return {
    open: async (options) => {
      watched = await newPage(browser, options);
      const { page } = watched;
      await page.goto(url);
      await page.waitForFunction(() => window.studio.canvases.length > 0);
      return page;
    },
    control: (role, name) => watched.page.getByRole(role, { name, exact: true }),
    calls: async () => {
      const all = await watched.page.evaluate(() => window.studio.calls.splice(0));
      return all.filter(([name]) => name !== 'attachCanvas' && name !== 'resize');
    },
  };
}
