import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, FileChooser, Locator, Page } from 'playwright';
import { inject } from 'vitest';
import { newPage, type PageMaker, type WatchedPage } from '../browser-launch';
import { decodePng, type Picture } from '../png';
import { picturePsnr } from '../psnr';

/** Long enough for a software adapter's first frame on a busy machine. */
const PATIENCE_MS = 60_000;

/** A small laptop's: every pixel more is painted by the CPU here, several hundred times. */
export const WINDOW = { viewport: { width: 1024, height: 576 }, acceptDownloads: true } as const;

/** A display of a quarter of the pixels, for tests in which no single pixel counts. */
export const COARSE = { deviceScaleFactor: 0.5 } as const;

type Slider = 'Strength' | 'Compare' | 'Mix' | 'Smoothing';

/** The page as a person uses it: controls by role and name. */
export class AppPage {
  private constructor(
    readonly watched: WatchedPage,
    readonly url: string,
  ) {}

  static async open(browser: PageMaker, query = '', options: BrowserContextOptions = {}): Promise<AppPage> {
    const watched = await newPage(browser, {
      ...WINDOW,
      ...options,
    });
    return AppPage.visit(watched, query);
  }

  /** Opens the app in a page that was prepared for it. */
  static async visit(watched: WatchedPage, query = ''): Promise<AppPage> {
    const url = inject('appUrl');
    await watched.page.goto(`${url}/${query}`);
    return new AppPage(watched, url);
  }

  get page(): Page {
    return this.watched.page;
  }

  get meters(): Locator {
    return this.page.getByRole('region', { name: 'Performance', exact: true });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Presses the button of a source and waits until its first frame is painted. */
  async start(button: 'Start camera' | 'Try the sample scene'): Promise<void> {
    await this.press(button);
    await this.untilPainting();
  }

  /** Presses the button of a file chooser and chooses a file: a path, or a name, type and content. */
  async open(
    button: 'Open video' | 'Open picture' | 'Add style',
    file: Parameters<FileChooser['setFiles']>[0],
  ): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.press(button);
    await (await chooser).setFiles(file);
  }

  async untilPainting(): Promise<void> {
    await this.page.getByRole('button', { name: 'Take picture', exact: true }).waitFor();
    await this.meters.getByText('Working size:').waitFor({ timeout: PATIENCE_MS });
  }

  /** Waits until the meters' text is as asked for. */
  async untilShowing(accept: (metersText: string) => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!accept(await this.metersText())) {
      if (Date.now() > end) throw new Error(`The meters still show: ${await this.metersText()}`);
      await this.page.waitForTimeout(100);
    }
  }

  slider(name: Slider): Locator {
    return this.page.getByRole('slider', { name, exact: true });
  }

  async slide(name: Slider, percent: number): Promise<void> {
    await this.slider(name).fill(String(percent));
  }

  quality(title: 'Auto' | 'Fast' | 'Balanced' | 'Best'): Locator {
    return this.page.getByRole('radio', { name: title, exact: true });
  }

  style(title: string): Locator {
    return this.page
      .getByRole('listbox', { name: 'Styles' })
      .getByRole('option', { name: title, exact: true });
  }

  async mixWith(title: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Mix with', exact: true }).selectOption({ label: title });
  }

  async chooseStyle(title: string): Promise<void> {
    await this.style(title).click();
  }

  async metersText(): Promise<string> {
    return (await this.meters.innerText()).replace(/\s+/g, ' ');
  }

  /** What "Take picture" downloads. */
  async takePicture(): Promise<Picture> {
    const download = this.page.waitForEvent('download');
    await this.press('Take picture');
    return decodePng(readFileSync(await (await download).path()));
  }

  /** The picture of a source that stands still, once it has become what is asked for and stays so. */
  async settled(accept: (picture: Picture) => boolean = () => true): Promise<Picture> {
    const end = Date.now() + PATIENCE_MS;
    let last = await this.takePicture();
    for (;;) {
      await this.page.waitForTimeout(100);
      const next = await this.takePicture();
      if (accept(next) && picturePsnr(next, last) === Infinity) return next;
      if (Date.now() > end) throw new Error('The picture did not become what it should.');
      last = next;
    }
  }

  /** Takes pictures until one differs from `before` or the patience ends; then gives the last. */
  async takeUntil(accept: (picture: Picture) => boolean): Promise<Picture> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const picture = await this.takePicture();
      if (accept(picture) || Date.now() > end) return picture;
      await this.page.waitForTimeout(200);
    }
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
