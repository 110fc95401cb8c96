import type { Browser, JSHandle, Page } from 'playwright';
import { importModule, newModulePage } from '../../browser-launch';
import type * as Harness from './harness';

export interface MediaPage {
  readonly page: Page;
  readonly harness: JSHandle<typeof Harness>;
  readonly errors: readonly string[];
  /** Puts a file where `inputFile` finds it. */
  choose(file: string): Promise<void>;
}

/** A page with the harness, and a renderer unless it is not needed. */
export async function openMediaPage(browser: Browser, { render = true } = {}): Promise<MediaPage> {
  const { page, errors } = await newModulePage(browser);
  const harness = await importModule<typeof Harness>(page, '/test/browser/media/harness.ts');
  await harness.evaluate((module) => module.makeInput());
  if (render) await harness.evaluate((module) => module.spawn());
  return { page, harness, errors, choose: (file) => page.setInputFiles('input[type=file]', file) };
}
