import type { Browser, BrowserContext, JSHandle, Page } from 'playwright';
import { importModule, moduleUrl, newModulePage } from '../../browser-launch';
import type * as Harness from './harness';

export interface MediaPage {
  readonly page: Page;
  readonly harness: JSHandle<typeof Harness>;
  readonly errors: readonly string[];
  /** Puts a file where `inputFile` finds it. */
  choose(file: string): Promise<void>;
}

export interface MediaPageOptions {
  /** False where nothing is painted. */
  readonly render?: boolean;
  /** Of another page, whose storage is shared; a new one if left out. */
  readonly context?: BrowserContext;
}

/** A page with the harness. */
export async function openMediaPage(
  browser: Browser,
  { render = true, context }: MediaPageOptions = {},
): Promise<MediaPage> {
  const { page, errors } = context ? await pageIn(context) : await newModulePage(browser);
  const harness = await importModule<typeof Harness>(page, '/test/browser/media/harness.ts');
  await harness.evaluate((module) => module.makeInput());
  if (render) await harness.evaluate((module) => module.spawn());
  return { page, harness, errors, choose: (file) => page.setInputFiles('input[type=file]', file) };
}

async function pageIn(context: BrowserContext): Promise<{ page: Page; errors: readonly string[] }> {
  const page = await context.newPage();
  await page.goto(moduleUrl('/blank'));
  return { page, errors: [] };
}
