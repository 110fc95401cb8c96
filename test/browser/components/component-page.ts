import type { Browser, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launchBrowser, newPage, type WatchedPage } from '../../browser-launch';
import type {} from './page';

const VIEWPORT = { width: 1280, height: 720 };

export type Role = Parameters<Page['getByRole']>[0];

export interface ComponentPageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce';
  readonly deviceScaleFactor?: number;
}

/** The page of components, whose studio does nothing but note what it is asked for, as its tests use it. */
export interface ComponentPage {
  /** Opens it anew, idle. */
  readonly open: (options: ComponentPageOptions) => Promise<Page>;
  /** A control of the page that was opened last. */
  readonly control: (role: Role, name: string) => Locator;
  /** What the studio was asked for since the last time, without sizes of the canvas: names and arguments. */
  readonly calls: () => Promise<unknown[][]>;
}

/** Gives the tests of a file the page of components; each fails if the page told of errors or asked elsewhere. */
export function useComponentPage(): ComponentPage {
  const url = inject('componentsUrl');
  let browser: Browser;
  // Loading a page anew takes half as long as a new one; only the pixel ratio cannot be changed.
  const pages = new Map<number, WatchedPage>();
  let watched: WatchedPage;
  beforeAll(async () => {
    browser = await launchBrowser({ gpu: 'none' });
  });
  afterEach(async () => {
    const { errors, outgoing, page } = watched;
    if (errors.length === 0 && outgoing(url).length === 0) return;
    pages.clear();
    await page.context().close();
    expect(errors).toEqual([]);
    expect(outgoing(url)).toEqual([]);
  });
  afterAll(() => browser.close());
  return {
    open: async ({ viewport = VIEWPORT, colorScheme, reducedMotion, deviceScaleFactor = 1 }) => {
      watched = pages.get(deviceScaleFactor) ?? (await newPage(browser, { deviceScaleFactor }));
      pages.set(deviceScaleFactor, watched);
      const { page } = watched;
      await page.setViewportSize(viewport);
      await page.emulateMedia({
        colorScheme: colorScheme ?? 'light',
        reducedMotion: reducedMotion ?? 'no-preference',
      });
      await page.mouse.move(0, 0);
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
