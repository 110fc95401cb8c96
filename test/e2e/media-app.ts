import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions, FileChooser, Locator } from 'playwright';
import { expect } from 'vitest';
import type { PageMaker } from '../browser-launch';
import type { ScratchFolder } from '../browser/media/ffprobe';
import { AppPage } from './app-page';

/** Long enough for a second of video on a busy machine. */
export const PATIENCE = { timeout: 90_000 };

/** The page's controls for files, exports, recordings and clips. */
export class MediaApp {
  private constructor(
    readonly app: AppPage,
    private readonly scratch: ScratchFolder,
  ) {}

  /** Painted small unless `query` says otherwise. */
  static async open(
    browser: PageMaker,
    scratch: ScratchFolder,
    query = '?size=64',
    options: BrowserContextOptions = {},
  ): Promise<MediaApp> {
    return new MediaApp(await AppPage.open(browser, query, options), scratch);
  }

  static of(app: AppPage, scratch: ScratchFolder): MediaApp {
    return new MediaApp(app, scratch);
  }

  get page() {
    return this.app.page;
  }

  get clips(): Locator {
    return this.page.getByRole('region', { name: 'Clips', exact: true });
  }

  get queue(): Locator {
    return this.page.getByRole('region', { name: 'Queue', exact: true });
  }

  get progress(): Locator {
    return this.page.getByRole('progressbar', { name: 'Export progress', exact: true });
  }

  get downloads(): Locator {
    return this.clips.getByRole('button', { name: 'Download', exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Opens a video, which can be exported when it resolves. */
  async openVideo(file: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
    await this.app.open('Open video', file);
    await expect.poll(() => this.exportable(), PATIENCE).toBe(true);
  }

  /** True if "Export" can be pressed. */
  async exportable(): Promise<boolean> {
    const [button] = await this.button('Export').all();
    return (await button?.isEnabled()) ?? false;
  }

  async choose(name: string, label: string): Promise<void> {
    await this.page.getByRole('combobox', { name, exact: true }).selectOption({ label });
  }

  /** Seconds of the clip. */
  async trim(start: number, end: number): Promise<void> {
    // In an order in which the two never cross.
    await this.slider('End').fill(String(end));
    await this.slider('Start').fill(String(start));
  }

  slider(name: 'Start' | 'End' | 'Position'): Locator {
    return this.page.getByRole('slider', { name, exact: true });
  }

  /** Exports the open video, which has to be the only export, and downloads the clip. */
  async exportOpen(timeout = PATIENCE.timeout): Promise<string> {
    const before = await this.downloads.count();
    await this.app.press('Export');
    return this.newestClip(before, { timeout });
  }

  /** Percent of the current export. */
  async percent(): Promise<number> {
    return Number(await this.progress.getAttribute('aria-valuenow'));
  }

  /** The percent at which an export that was paused has come to rest. */
  async restingPercent(): Promise<number> {
    for (let last = -1; ;) {
      const percent = await this.percent();
      if (percent === last) return percent;
      last = percent;
      await this.page.waitForTimeout(1000);
    }
  }

  /** Frames of the current export that are done; 0 while it gets ready or is over. */
  async framesDone(): Promise<number> {
    const [bar] = await this.progress.all();
    const text = (await bar?.getAttribute('aria-valuetext').catch(() => null)) ?? '';
    return Number(/([\d,]+) (?:of|frame)/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
  }

  /** Waits for a clip more than `before` and downloads the newest, which must be on screen by itself. */
  async newestClip(before = 0, patience = PATIENCE): Promise<string> {
    await this.downloads.nth(before).waitFor(patience);
    await expect.poll(() => inViewport(this.downloads.first()), { timeout: 5000 }).toBe(true);
    return this.download();
  }

  /** Downloads the newest clip. */
  async download(): Promise<string> {
    const download = this.page.waitForEvent('download');
    await this.downloads.first().click();
    const done = await download;
    const file = path.join(this.scratch.path, `${Date.now()}-${done.suggestedFilename()}`);
    copyFileSync(await done.path(), file);
    rmSync(await done.path(), { force: true });
    return file;
  }

  /** Deletes the newest clip for good. */
  async deleteNewest(): Promise<void> {
    const before = await this.downloads.count();
    await this.clips.getByRole('button', { name: 'Delete', exact: true }).first().click();
    await expect.poll(() => this.downloads.count()).toBe(before - 1);
  }

  expectNoErrors(): void {
    expect(this.app.watched.errors).toEqual([]);
  }
}

function inViewport(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const shown = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && shown !== null;
  });
}
