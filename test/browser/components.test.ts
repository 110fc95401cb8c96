import type { Page } from 'playwright';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StudioState } from '../../src/studio/studio';
import { axeProblems } from './components/axe';
import { useComponentPage, type Role } from './components/component-page';

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

const START_BUTTONS = ['Start camera', 'Open video', 'Open picture', 'Try the sample scene'] as const;

const components = useComponentPage();
const { control, calls } = components;
let page: Page;

async function open(options: Parameters<typeof components.open>[0] = { viewport: WIDE }): Promise<void> {
  page = await components.open(options);
}

async function set(change: Partial<StudioState>): Promise<void> {
  await page.evaluate((state) => window.studio.set(state), change);
}

async function goLive(): Promise<void> {
  await page.evaluate(() => window.studio.goLive());
  await control('button', 'Pause').waitFor();
}

describe('roles and names', () => {
  beforeEach(() => open());

  const always: readonly (readonly [Role, string])[] = [
    ...START_BUTTONS.map((name) => ['button', name] as const),
    ['combobox', 'Camera'],
    ['switch', 'Mirror'],
    ['listbox', 'Styles'],
    ['combobox', 'Mix with'],
    ['slider', 'Mix'],
    ['slider', 'Strength'],
    ['radiogroup', 'Quality'],
    ['radio', 'Auto'],
    ['radio', 'Fast'],
    ['radio', 'Balanced'],
    ['radio', 'Best'],
    ['img', 'Stylized video'],
    ['region', 'Performance'],
  ];
  const running: readonly (readonly [Role, string])[] = [
    ['slider', 'Compare'],
    ['button', 'Stop'],
    ['button', 'Take picture'],
    ['button', 'Paint this frame'],
  ];

  async function expectOneOfEach(controls: readonly (readonly [Role, string])[]): Promise<void> {
    for (const [role, name] of controls) {
      expect(await control(role, name).count(), `${role} "${name}"`).toBe(1);
      expect(await control(role, name).isVisible(), `${role} "${name}"`).toBe(true);
    }
  }

  test('are each there once while idle', async () => {
    await expectOneOfEach(always);
    for (const [role, name] of running) expect(await control(role, name).count(), name).toBe(0);
  });

  test('are each there once while live and while paused', async () => {
    await goLive();
    await expectOneOfEach([...always, ...running, ['button', 'Pause']]);
    await control('button', 'Pause').click();
    await expectOneOfEach([...always, ...running, ['button', 'Resume']]);
    expect(await control('button', 'Pause').count()).toBe(0);
  });

  test('while starting the picture can be stopped but not taken', async () => {
    await set({ phase: 'starting' });
    await page.getByText('Mixing the paints…').waitFor();
    await expectOneOfEach([...always, ...running, ['button', 'Pause']]);
    expect(await control('button', 'Stop').isEnabled()).toBe(true);
    expect(await control('button', 'Pause').isDisabled()).toBe(true);
    expect(await control('button', 'Take picture').isDisabled()).toBe(true);
  });

  test('every style is an option, also of "Mix with"', async () => {
    const titles = await page.evaluate(() => window.studio.state.styles.map(({ title }) => title));
    for (const title of titles) {
      expect(
        await control('listbox', 'Styles').getByRole('option', { name: title, exact: true }).count(),
      ).toBe(1);
    }
    expect(await control('combobox', 'Mix with').locator('option').allTextContents()).toEqual([
      'None',
      ...titles,
    ]);
  });

  test('a quality that is not there is disabled and says why', async () => {
    const best = control('radio', 'Best');
    expect(await best.isDisabled()).toBe(true);
    expect(await best.evaluate((radio) => radio.ariaDescribedByElements?.[0]?.textContent)).toContain(
      'Not trained yet',
    );
  });
});

describe('events become calls', () => {
  beforeEach(() => open());

  test('the start buttons, before and while something runs', async () => {
    const file = { name: 'street.mp4', mimeType: 'video/mp4', buffer: Buffer.from('x') };
    for (const live of [false, true]) {
      if (live) await goLive();
      await control('button', 'Start camera').click();
      await control('button', 'Try the sample scene').click();
      expect(await calls()).toEqual([['startCamera', 'front'], ['startSample']]);
      for (const [name, call] of [
        ['Open video', 'openVideo'],
        ['Open picture', 'openPicture'],
      ] as const) {
        const chooser = page.waitForEvent('filechooser');
        await control('button', name).click();
        await (await chooser).setFiles(file);
        expect(await calls()).toEqual([[call, 'street.mp4']]);
      }
    }
  });

  test('a camera chosen beforehand is the one that starts', async () => {
    await control('combobox', 'Camera').selectOption('back');
    expect(await calls()).toEqual([]);
    await control('button', 'Start camera').click();
    expect(await calls()).toEqual([['startCamera', 'back']]);
  });

  test('a camera chosen while one runs replaces it', async () => {
    await goLive();
    await control('combobox', 'Camera').selectOption('back');
    expect(await calls()).toEqual([['startCamera', 'back']]);
  });

  test('so does one that is chosen while another gets ready', async () => {
    await set({ phase: 'starting', starting: 'sample' });
    await control('combobox', 'Camera').selectOption('back');
    expect(await calls()).toEqual([]);
    await set({ phase: 'starting', starting: 'camera' });
    await control('combobox', 'Camera').selectOption('front');
    expect(await calls()).toEqual([['startCamera', 'front']]);
  });

  test('preferences', async () => {
    await control('switch', 'Mirror').click();
    await control('slider', 'Strength').fill('35');
    expect(await control('slider', 'Mix').isDisabled()).toBe(true);
    await control('combobox', 'Mix with').selectOption({ label: 'The Kiss' });
    await control('slider', 'Mix').fill('80');
    await control('radio', 'Fast').check();
    expect(await calls()).toEqual([
      ['prefer', { mirror: false }],
      ['prefer', { strength: 0.35 }],
      ['prefer', { mixStyleId: 'the-kiss' }],
      ['prefer', { mixAmount: 0.8 }],
      ['prefer', { quality: 'fast' }],
    ]);
    expect(await control('slider', 'Strength').getAttribute('aria-valuetext')).toBe('35%');
    expect(await control('switch', 'Mirror').isChecked()).toBe(false);
    await control('combobox', 'Mix with').selectOption('None');
    expect(await calls()).toEqual([['prefer', { mixStyleId: null }]]);
  });

  test('the list of "Mix with" can be opened and pressed', async () => {
    await control('combobox', 'Mix with').click();
    await control('combobox', 'Mix with').getByRole('option', { name: 'Udnie', exact: true }).click();
    expect(await calls()).toEqual([['prefer', { mixStyleId: 'udnie' }]]);
  });

  test('transport', async () => {
    await goLive();
    await control('button', 'Take picture').click();
    await control('button', 'Pause').click();
    await control('button', 'Resume').click();
    await control('slider', 'Compare').fill('25');
    await control('button', 'Stop').click();
    expect(await calls()).toEqual([['takePicture'], ['pause'], ['resume'], ['setCompare', 0.25], ['stop']]);
  });

  test('the divider is dragged on the picture; a mere press leaves it', async () => {
    await goLive();
    const box = await control('img', 'Stylized video').boundingBox();
    if (!box) throw new Error('The canvas is not shown.');
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.3, middle);
    await page.mouse.down();
    await page.mouse.up();
    expect(await calls()).toEqual([]);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, middle);
    await page.mouse.move(box.x + box.width * 0.5, middle);
    await page.mouse.up();
    await page.mouse.move(box.x + box.width * 0.8, middle);
    const shares = (await calls()).map(([, share]) => share as number);
    expect(shares).toHaveLength(2);
    expect(shares[1]).toBeCloseTo(0.5, 2);
  });
});

describe('keyboard', () => {
  beforeEach(() => open());

  test('the styles are a listbox: arrows, Home and End choose, one option takes the focus', async () => {
    const first = control('option', 'The Starry Night').first();
    await first.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'ArrowRight', 'Home']) {
      await page.keyboard.press(key);
    }
    const ids = (await calls()).map(([, change]) => (change as { styleId: string }).styleId);
    expect(ids).toEqual(['great-wave', 'the-scream', 'great-wave', 'shipwreck', 'starry-night']);
    expect(await first.getAttribute('aria-selected')).toBe('true');
    expect(await first.evaluate((option) => option.matches(':focus'))).toBe(true);
    expect(await control('listbox', 'Styles').locator('[tabindex="0"]').count()).toBe(1);
    expect(await control('listbox', 'Styles').locator('[aria-selected="true"]').count()).toBe(1);
  });

  test('number keys choose styles, zero the tenth', async () => {
    await page.keyboard.press('3');
    await page.keyboard.press('0');
    await page.keyboard.press('Control+4');
    expect(await calls()).toEqual([
      ['prefer', { styleId: 'the-scream' }],
      ['prefer', { styleId: 'shipwreck' }],
    ]);
  });

  test('space pauses and resumes, unless a control needs it', async () => {
    await page.keyboard.press('Space');
    expect(await calls()).toEqual([]);
    await goLive();
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    expect(await calls()).toEqual([['pause'], ['resume']]);
    await control('switch', 'Mirror').focus();
    await page.keyboard.press('Space');
    expect(await calls()).toEqual([['prefer', { mirror: false }]]);
    await control('button', 'Take picture').focus();
    await page.keyboard.press('Space');
    expect(await calls()).toEqual([['takePicture']]);
    await control('slider', 'Strength').focus();
    await page.keyboard.press('Space');
    expect(await calls()).toEqual([['pause']]);
  });

  test('S saves the picture, R records, M toggles the meters', async () => {
    await page.keyboard.press('s');
    await goLive();
    await page.keyboard.press('s');
    await page.keyboard.press('r');
    await page.keyboard.press('m');
    expect(await calls()).toEqual([['takePicture'], ['record'], ['prefer', { metersOpen: false }]]);
    expect(await control('region', 'Performance').count()).toBe(0);
  });

  test.each(['Escape', '?'])('a question mark lists the shortcuts, %s closes the list', async (key) => {
    const strength = control('slider', 'Strength');
    await strength.focus();
    await page.keyboard.press('?');
    await control('dialog', 'Keyboard shortcuts').waitFor();
    await page.keyboard.press('1');
    expect(await calls()).toEqual([]);
    await page.keyboard.press(key);
    await control('dialog', 'Keyboard shortcuts').waitFor({ state: 'detached' });
    expect(await strength.evaluate((slider) => slider.matches(':focus'))).toBe(true);
    await page.keyboard.press('1');
    expect(await calls()).toEqual([['prefer', { styleId: 'starry-night' }]]);
  });

  test('what is typed in an open list, or over a clip that plays, is no shortcut', async () => {
    await goLive();
    await control('combobox', 'Camera').click();
    for (const key of ['3', 's', 'Escape']) await page.keyboard.press(key);
    expect(await calls()).toEqual([]);
    await page.evaluate(() => {
      const { CLIPS } = window.media;
      const [clip] = CLIPS.clips.clips;
      if (!clip) throw new Error('There is no clip.');
      const url = URL.createObjectURL(new Blob(['not a video']));
      window.studio.set({ media: { ...CLIPS, clips: { ...CLIPS.clips, clips: [{ ...clip, url }] } } });
    });
    await control('button', 'Play').click();
    await page.locator('video').click();
    for (const key of ['3', 's', 'r', 'm', 'Space']) await page.keyboard.press(key);
    expect(await calls()).toEqual([]);
  });

  test('the focus stays on the stage when the button that had it goes away', async () => {
    await control('button', 'Start camera').focus();
    await goLive();
    expect(await page.locator('impasto-stage').evaluate((stage) => stage.matches(':focus'))).toBe(true);
    await page.keyboard.press('Tab');
    expect(await control('button', 'Pause').evaluate((button) => button.matches(':focus'))).toBe(true);
    await control('button', 'Stop').click();
    expect(await page.locator('impasto-stage').evaluate((stage) => stage.matches(':focus'))).toBe(true);
  });

  test('sliders move by arrow keys', async () => {
    await control('slider', 'Strength').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Home');
    expect(await calls()).toEqual([
      ['prefer', { strength: 0.99 }],
      ['prefer', { strength: 0 }],
    ]);
  });
});

describe('canvas', () => {
  test('is handed over once per generation, with its size in device pixels', async () => {
    await open({ viewport: WIDE, deviceScaleFactor: 1.5 });
    await set({ canvasGeneration: 1 });
    await page.waitForFunction(() => window.studio.canvases.length === 2);
    await set({ compare: 0.5 });
    await goLive();
    const found = await page.evaluate(() => {
      const { canvases, calls } = window.studio;
      const box = canvases[1]?.getBoundingClientRect();
      return {
        fresh: canvases[0] !== canvases[1],
        connected: canvases.map(({ isConnected }) => isConnected),
        width: (box?.width ?? 0) * devicePixelRatio,
        sizes: calls.filter(([name]) => name === 'attachCanvas' || name === 'resize'),
      };
    });
    expect(found.fresh).toBe(true);
    expect(found.connected).toEqual([false, true]);
    // Going live neither makes a new canvas nor resizes it.
    expect(found.sizes.map(([name]) => name)).toEqual(['attachCanvas', 'attachCanvas']);
    expect(Math.abs((found.sizes[1]?.[1] as number) - found.width)).toBeLessThanOrEqual(1);
  });

  test('says when its size changes, and is never sized by the page', async () => {
    await open();
    await page.evaluate(() => {
      window.studio.canvases[0]?.transferControlToOffscreen();
      window.studio.calls.length = 0;
    });
    await page.setViewportSize({ width: 1100, height: 700 });
    await page.waitForFunction(() => window.studio.calls.some(([name]) => name === 'resize'));
  });

  test('the page lets go of the studio when it is removed', async () => {
    await open();
    const counts = await page.evaluate(() => {
      const app = document.querySelector('impasto-app');
      const before = window.studio.listenerCount;
      app?.remove();
      const removed = window.studio.listenerCount;
      if (app) document.body.append(app);
      return [before, removed, window.studio.listenerCount];
    });
    expect(counts).toEqual([1, 0, 1]);
  });
});

describe('messages', () => {
  beforeEach(() => open());

  test('an error is an alert that can be dismissed', async () => {
    await set({ error: { code: 'camera-denied', message: 'The camera was not allowed.' } });
    const alert = page.getByRole('alert');
    expect(await alert.textContent()).toContain('The camera was not allowed.');
    expect(await control('button', 'Try again').count()).toBe(0);
    await control('button', 'Dismiss').click();
    expect(await calls()).toEqual([['dismissError']]);
    expect(await alert.count()).toBe(0);
    expect(await page.locator('impasto-stage').evaluate((stage) => stage.matches(':focus'))).toBe(true);
  });

  test.each([
    [1024, 576],
    [844, 390],
  ])('at %i × %i an error covers none of the ways to begin, nor do the meters', async (width, height) => {
    await open({ viewport: { width, height } });
    if (width < 1024) await control('button', 'Meters').click();
    await set({ error: { code: 'camera-denied', message: 'A sentence about the camera. '.repeat(4) } });
    for (const name of START_BUTTONS) await control('button', name).click({ trial: true, timeout: 5000 });
  });

  test.each([
    [1280, 800],
    [360, 740],
  ])('at %i × %i a notice stands below an error, live or not', async (width, height) => {
    await open({ viewport: { width, height } });
    const message = 'A sentence about the camera. '.repeat(4);
    for (const live of [false, true]) {
      if (live) await goLive();
      await set({ error: { code: 'camera-denied', message }, notices: [{ id: 7, text: 'A remark.' }] });
      const alert = await page.getByRole('alert').boundingBox();
      const notice = await page.getByText('A remark.').boundingBox();
      expect(notice?.y).toBeGreaterThan((alert?.y ?? 0) + (alert?.height ?? 0));
      await control('button', 'Close notice').click({ trial: true });
      await control('button', 'Dismiss').click({ trial: true });
    }
  });

  test('an error that a new renderer may mend offers to try again', async () => {
    await set({ error: { code: 'device-lost', message: 'The GPU went away.' }, canRetry: true });
    expect(await control('button', 'Dismiss').count()).toBe(0);
    await control('button', 'Try again').click();
    expect(await calls()).toEqual([['retry']]);
  });

  test('notices are announced politely and can be closed', async () => {
    await set({ notices: [{ id: 7, text: 'Painting at 256 × 144 now.' }] });
    const log = control('log', 'Notices');
    expect(await log.getAttribute('aria-live')).toBe('polite');
    expect(await log.textContent()).toContain('Painting at 256 × 144 now.');
    await control('button', 'Close notice').click();
    expect(await calls()).toEqual([['dismissNotice', 7]]);
  });
});

describe('meters', () => {
  beforeEach(() => open());

  test('are lines of text', async () => {
    await goLive();
    const lines = (await control('region', 'Performance').innerText()).split('\n').map((line) => line.trim());
    for (const line of [
      'Backend: WebGPU',
      'Adapter: Apple M2, metal-3',
      'Painted by: Fast',
      'Working size: 640 × 360',
      'Capture: 30.0 fps',
      'Stylize: 29.7 fps',
      'Display: 59.9 fps',
      'Dropped: 3',
      'Network: 14.2 ms',
      'Latency: 38.4 ms',
      'Tensors: 112',
      'GPU memory: 46.1 MB',
    ]) {
      expect(lines).toContain(line);
    }
    expect(await page.getByText('Backend: WebGPU', { exact: true }).count()).toBe(1);
  });

  test('are hidden by their button, which the studio remembers', async () => {
    await control('button', 'Meters').click();
    expect(await calls()).toEqual([['prefer', { metersOpen: false }]]);
    expect(await control('region', 'Performance').count()).toBe(0);
  });
});

describe('layout', () => {
  test('the panel is remembered on wide windows', async () => {
    await open();
    await control('button', 'Controls').click();
    expect(await calls()).toEqual([['prefer', { panelOpen: false }]]);
    expect(await control('slider', 'Strength').count()).toBe(0);
  });

  test('on a phone the meters start closed, whatever wide windows remember, and leave most of the picture', async () => {
    await open({ viewport: PHONE });
    await goLive();
    const meters = control('region', 'Performance');
    expect(await meters.count()).toBe(0);
    await control('button', 'Meters').click();
    const box = await meters.boundingBox();
    const picture = await page.getByRole('img', { name: 'Stylized video' }).boundingBox();
    if (!box || !picture) throw new Error('There are no meters, or no picture.');
    const covered = Math.min(box.y + box.height, picture.y + picture.height) - Math.max(box.y, picture.y);
    expect(covered / picture.height).toBeLessThan(0.5);
    await page.keyboard.press('m');
    expect(await meters.count()).toBe(0);
    expect(await calls()).toEqual([]);
  });

  test('on a phone the panel is a sheet that starts closed and gives the focus back', async () => {
    await open({ viewport: PHONE });
    expect(await control('slider', 'Strength').count()).toBe(0);
    await control('button', 'Controls').click();
    await control('slider', 'Strength').waitFor();
    expect(await control('button', 'Close controls').evaluate((button) => button.matches(':focus'))).toBe(
      true,
    );
    await page.keyboard.press('Escape');
    expect(await control('slider', 'Strength').count()).toBe(0);
    expect(await control('button', 'Controls').evaluate((button) => button.matches(':focus'))).toBe(true);
    expect(await calls()).toEqual([]);
    await control('button', 'Controls').click();
    // Closes the list alone.
    await control('combobox', 'Mix with').click();
    await page.keyboard.press('Escape');
    expect(await control('slider', 'Strength').count()).toBe(1);
  });

  test('what the sheet covers cannot have the focus; "Paint this frame" has no sheet', async () => {
    const focused = (name: string) =>
      control('button', name).evaluate((button) => {
        button.focus();
        return button.matches(':focus');
      });
    await open({ viewport: { width: 640, height: 360 } });
    await goLive();
    await control('button', 'Controls').click();
    await page.keyboard.press('Shift+Tab');
    expect(await control('button', 'Controls').evaluate((button) => button.matches(':focus'))).toBe(true);
    expect(await focused('Pause')).toBe(false);
    await page.evaluate(() => window.studio.paintFrame('ready'));
    expect(await focused('Use my own picture')).toBe(true);
    await page.evaluate(() => {
      window.studio.set({ optimize: { ...window.studio.state.optimize, open: false } });
    });
    expect(await focused('Resume')).toBe(true);
    expect(await control('button', 'Close controls').count()).toBe(0);
  });

  test.each([
    [360, 740],
    [740, 360],
    [768, 1024],
    [1024, 768],
    [1440, 900],
    [3840, 2160],
  ])('%i × %i scrolls in no direction, and every button can be touched', async (width, height) => {
    await open({ viewport: { width, height } });
    await goLive();
    if (width < 1024) await control('button', 'Meters').click();
    await control('region', 'Performance').waitFor();
    const overflow = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth > innerWidth, scrollHeight > innerHeight];
    });
    expect(overflow).toEqual([false, false]);
    for (const button of await page.getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), await button.innerText()).toBeGreaterThanOrEqual(
        40,
      );
    }
  });
});

describe('accessibility', () => {
  test.each([
    ['light', WIDE],
    ['dark', WIDE],
    ['light', PHONE],
    ['dark', PHONE],
  ] as const)('axe finds nothing in %s at %o', async (colorScheme, viewport) => {
    // Without motion nothing is judged while it fades in.
    await open({ viewport, colorScheme, reducedMotion: 'reduce' });
    expect(await axeProblems(page)).toEqual([]);
    await goLive();
    if (viewport === PHONE) await control('button', 'Meters').click();
    await control('region', 'Performance').waitFor();
    await set({
      compare: 0.4,
      error: { code: 'camera-busy', message: 'The camera is in use.', detail: 'NotReadableError' },
      canRetry: true,
      notices: [{ id: 1, text: 'Painting at 256 × 144 now.' }],
    });
    expect(await axeProblems(page)).toEqual([]);
    if (viewport === PHONE) {
      await control('button', 'Controls').click();
      expect(await axeProblems(page)).toEqual([]);
    }
  });
});
