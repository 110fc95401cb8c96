/** Where the focus is when the control that had it goes, or can do nothing for a while. */
import type { Locator, Page } from 'playwright';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PaintingState } from '../../../src/studio/painting';
import type { StudioState } from '../../../src/studio/studio';
import { useComponentPage } from './component-page';

const components = useComponentPage();
const { control, calls } = components;
let page: Page;

async function open(): Promise<void> {
  page = await components.open({ viewport: { width: 1280, height: 720 } });
  await page.evaluate(() => window.studio.goLive('camera'));
}

async function set(change: Partial<StudioState>): Promise<void> {
  await page.evaluate((state) => window.studio.set(state), change);
}

async function paint(which: 'ready' | 'running' | 'done', change: Partial<PaintingState>): Promise<void> {
  await page.evaluate(([which, change]) => window.studio.paintFrame(which, change), [which, change] as const);
}

async function expectFocus(element: Locator): Promise<void> {
  await expect.poll(() => element.evaluate((found) => found.matches(':focus'))).toBe(true);
}

describe('files', () => {
  beforeEach(() => open());

  /** Puts the export that is under way into a status; null: it has gone, and nothing is queued. */
  async function exporting(status: 'running' | 'finishing' | null): Promise<void> {
    await page.evaluate((status) => {
      const media = window.media.EXPORTING;
      const { items, current } = media.exports;
      const exports =
        status === null
          ? { items: [], current: null }
          : { items, current: current && { ...current, status } };
      window.studio.set({ media: { ...media, exports, waiting: status === null ? [] : media.waiting } });
    }, status);
  }

  test('"Cancel export" keeps it while the file is closed; then the clips have it', async () => {
    await exporting('running');
    await control('button', 'Cancel export').focus();
    await exporting('finishing');
    await expect.poll(() => control('button', 'Cancel export').isDisabled()).toBe(true);
    await page.keyboard.press('Enter');
    await expectFocus(control('button', 'Cancel export'));
    expect((await calls()).filter(([name]) => name === 'cancelExport')).toEqual([]);
    await exporting(null);
    await expectFocus(control('heading', 'Clips'));
  });

  test('an entry that is taken off leaves it to the queue, the last one to the clips', async () => {
    await exporting('running');
    await control('button', 'Remove flow.mkv').focus();
    await page.evaluate(() => {
      window.studio.set({ media: { ...window.studio.state.media, waiting: [] } });
    });
    await expectFocus(control('heading', 'Queue'));
    await control('button', 'Keep finished part').focus();
    await exporting(null);
    await expectFocus(control('heading', 'Clips'));
  });

  test('a clip that is being recovered leaves it to the clips', async () => {
    await set({ media: await page.evaluate(() => window.media.CLIPS) });
    await control('button', 'Recover clip').focus();
    await page.evaluate(() => {
      const { media } = window.studio.state;
      const recoverable = media.clips.recoverable.map((clip) => ({ ...clip, recovering: true }));
      window.studio.set({ media: { ...media, clips: { ...media.clips, recoverable } } });
    });
    await expectFocus(control('heading', 'Clips'));
  });
});

describe('the live picture', () => {
  test('a notice that is closed leaves it to the next one, the last to their place', async () => {
    await open();
    await set({
      notices: [
        { id: 1, text: 'One.' },
        { id: 2, text: 'Two.' },
      ],
    });
    await control('button', 'Close notice').first().press('Enter');
    await expectFocus(control('button', 'Close notice'));
    await page.keyboard.press('Enter');
    await expectFocus(control('log', 'Notices'));
    expect(await calls()).toEqual([
      ['dismissNotice', 1],
      ['dismissNotice', 2],
    ]);
  });

  test('a notice stays for as long as it has the focus', async () => {
    page = await components.open({ viewport: { width: 1280, height: 720 } });
    await page.clock.install();
    await set({ notices: [{ id: 1, text: 'One.' }] });
    await control('button', 'Close notice').focus();
    await page.clock.runFor(20_000);
    expect(await calls()).toEqual([]);
    await control('slider', 'Strength').focus();
    await page.clock.runFor(10_000);
    expect(await calls()).toEqual([['dismissNotice', 1]]);
  });

  test('a source that does not start leaves it where sources are chosen', async () => {
    await open();
    await control('button', 'Open picture').focus();
    await set({ phase: 'idle', source: null, painted: false });
    await expectFocus(control('heading', 'In front of the easel'));
  });
});

describe('"Paint this frame"', () => {
  beforeEach(() => open());

  test.each(['Save picture', 'Save film'])('%s keeps it while a file is written', async (name) => {
    await paint('done', {});
    await control('button', name).focus();
    await paint('done', { saving: 'film' });
    await expect.poll(() => control('button', name).isDisabled()).toBe(true);
    await page.keyboard.press('Enter');
    await paint('done', {});
    await expect.poll(() => control('button', name).isEnabled()).toBe(true);
    await expectFocus(control('button', name));
    expect((await calls()).filter(([name]) => String(name).startsWith('optimize.save'))).toEqual([]);
  });

  test('a size that fits leaves it to the choice of sizes', async () => {
    const estimate = { size: { width: 2048, height: 1152 }, bytes: 5e9, limit: 2e9, largestSide: 768 };
    await paint('ready', { fit: { estimate, error: null } });
    await control('button', 'Use 768 pixels instead').focus();
    await paint('ready', {});
    await expectFocus(control('combobox', 'Output size'));
  });

  test('"Use my own VGG" keeps it while the file is read', async () => {
    const network = {
      unavailable: null,
      own: null,
      kept: 'no',
      site: false,
      used: 'built-in',
      reading: false,
    } as const;
    await paint('ready', { network });
    await page.getByText('Advanced', { exact: true }).click();
    const button = control('button', 'Use my own VGG');
    await button.focus();
    await paint('ready', { network: { ...network, reading: true } });
    await expect.poll(() => button.isDisabled()).toBe(true);
    await expectFocus(button);
  });

  test('"Clear mask" keeps it when the mask is cleared', async () => {
    await paint('ready', { masking: true });
    await page.evaluate(async () => {
      const mask = await createImageBitmap(new ImageData(8, 8));
      window.studio.set({ optimize: { ...window.studio.state.optimize, mask } });
    });
    const button = control('button', 'Clear mask');
    await expect.poll(() => button.isEnabled()).toBe(true);
    await button.focus();
    await page.evaluate(() => {
      window.studio.set({ optimize: { ...window.studio.state.optimize, mask: null } });
    });
    await expect.poll(() => button.isDisabled()).toBe(true);
    await expectFocus(button);
  });
});
