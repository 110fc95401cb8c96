import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Locator } from 'playwright';
import { expect } from 'vitest';
import type { PageMaker } from '../browser-launch';
import { decodePng, type Picture } from '../png';
import { AppPage } from './app-page';

/** Long enough for a run's first iteration on a busy machine. */
export const PATIENCE = { timeout: 60_000 };

/** "Paint this frame" as a person uses it. */
export class PaintingApp {
  private constructor(readonly app: AppPage) {}

  /** The sample scene, painted small by the processor, with its frame on the easel. */
  static async open(
    browser: PageMaker,
    query = '?size=64&backend=wasm',
    options: BrowserContextOptions = {},
  ): Promise<PaintingApp> {
    const painting = PaintingApp.of(await AppPage.open(browser, query, options));
    await painting.takeFrame();
    return painting;
  }

  static of(app: AppPage): PaintingApp {
    return new PaintingApp(app);
  }

  get page() {
    return this.app.page;
  }

  /** Puts a frame of the sample scene on the easel, to be painted small. */
  async takeFrame(): Promise<void> {
    await this.app.start('Try the sample scene');
    await this.app.press('Paint this frame');
    await this.choose('Output size', '128');
    await expect.poll(() => this.button('Start painting').isEnabled(), PATIENCE).toBe(true);
  }

  get progress(): Locator {
    return this.page.getByRole('progressbar', { name: 'Optimization progress', exact: true });
  }

  get plot(): Locator {
    return this.page.getByRole('img', { name: 'Loss', exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async choose(combobox: string, value: string): Promise<void> {
    await this.page.getByRole('combobox', { name: combobox, exact: true }).selectOption(value);
  }

  /** Moves a slider until it says `text`. */
  async slide(slider: string, text: string): Promise<void> {
    const range = this.page.getByRole('slider', { name: slider, exact: true });
    const last = Number(await range.getAttribute('max'));
    for (let stop = 0; stop <= last; stop++) {
      await range.fill(String(stop));
      if ((await range.getAttribute('aria-valuetext')) === text) return;
    }
    throw new Error(`The slider "${slider}" never says "${text}".`);
  }

  async iteration(): Promise<number> {
    return Number(await this.progress.getAttribute('aria-valuenow'));
  }

  async untilIteration(wanted: number): Promise<number> {
    await expect.poll(() => this.iteration(), PATIENCE).toBeGreaterThanOrEqual(wanted);
    return this.iteration();
  }

  /** The iteration at which a run that was halted has come to rest, long enough for its picture to be kept. */
  async restingIteration(): Promise<number> {
    for (let last = -1; ;) {
      const iteration = await this.iteration();
      if (iteration === last) return iteration;
      last = iteration;
      await this.page.waitForTimeout(2500);
    }
  }

  async untilFinished(): Promise<void> {
    await this.page.getByText(/^Finished after/).waitFor(PATIENCE);
  }

  /** Numbers of the table of losses, by the names of its rows: total, content, style. */
  async losses(): Promise<Readonly<Record<string, readonly number[]>>> {
    const rows = await this.page.getByRole('table', { name: 'Losses' }).locator('tbody tr').all();
    const cells = await Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
    return Object.fromEntries(cells.map(([name = '', ...numbers]) => [name, numbers.map(Number)]));
  }

  /** The frame as it is shown. */
  async picture(): Promise<Picture> {
    return decodePng(await this.page.locator('impasto-painting-view .result').screenshot());
  }

  /** Path of what a button downloads. */
  async save(name: 'Save picture' | 'Save loss table' | 'Save film'): Promise<string> {
    const download = this.page.waitForEvent('download', PATIENCE);
    await this.app.press(name);
    return (await download).path();
  }

  async saveLosses(): Promise<readonly (readonly string[])[]> {
    const table = readFileSync(await this.save('Save loss table'), 'utf8');
    return table
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
  }

  async useOwnPicture(name: string, mimeType: string, buffer: Buffer): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.app.press('Use my own picture');
    await (await chooser).setFiles({ name, mimeType, buffer });
  }

  /** Waits until a picture of one's own has been read and is the style. */
  async untilChosen(name: string): Promise<void> {
    const own = this.page.getByRole('option', { name, exact: true });
    await expect.poll(() => own.getAttribute('aria-selected'), PATIENCE).toBe('true');
  }

  async useOwnNetwork(path: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.app.press('Use my own VGG');
    await (await chooser).setFiles(path);
  }

  /** Draws a stroke on the frame between two points in shares of it. */
  async brush(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const box = await this.page.locator('impasto-painting-view .picture').boundingBox();
    if (!box) throw new Error('There is no picture to brush on.');
    const at = ([x, y]: readonly [number, number]) =>
      [box.x + box.width * x, box.y + box.height * y] as const;
    await this.page.mouse.move(...at(from));
    await this.page.mouse.down();
    await this.page.mouse.move(...at(to), { steps: 8 });
    await this.page.mouse.up();
    await expect.poll(() => this.button('Clear mask').isEnabled()).toBe(true);
  }

  async alertText(): Promise<string> {
    await this.app.alert.filter({ hasText: /\w/ }).waitFor(PATIENCE);
    return this.app.alert.innerText();
  }

  /** Whether the browser would ask before closing the page. */
  asksBeforeClosing(): Promise<boolean> {
    return this.page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  }
}
