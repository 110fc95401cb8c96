/** "Paint this frame" on the page, with a studio that paints nothing: names, events, layout, accessibility. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { PaintingState } from '../../src/studio/painting';
import { axeProblems } from './components/axe';
import { useComponentPage, type Role } from './components/component-page';

type Shown = 'ready' | 'running' | 'paused' | 'done';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

const components = useComponentPage();
const { control, calls } = components;
let page: Page;

async function open(
  shown: Shown,
  change: Partial<PaintingState> = {},
  options: Parameters<typeof components.open>[0] = {},
): Promise<void> {
  page = await components.open({ viewport: WIDE, ...options });
  await page.evaluate(() => window.studio.goLive());
  await show(shown, change);
}

async function show(shown: Shown, change: Partial<PaintingState> = {}): Promise<void> {
  await page.evaluate(
    async ([which, changed]) => {
      await window.studio.paintFrame(which, changed);
      window.studio.calls.length = 0;
    },
    [shown, change] as const,
  );
  await control('slider', 'Compare').waitFor();
}

describe('names', () => {
  const always: readonly (readonly [Role, string])[] = [
    ['button', 'Back'],
    ['button', 'Use my own picture'],
    ['listbox', 'Styles'],
    ['slider', 'Style weight'],
    ['slider', 'Content weight'],
    ['slider', 'Smoothness'],
    ['combobox', 'Optimizer'],
    ['slider', 'Iterations'],
    ['radio', 'Faithful'],
    ['radio', 'Balanced'],
    ['radio', 'Painterly'],
    ['radio', 'Abstract'],
    ['combobox', 'Output size'],
    ['switch', 'Paint only where I brush'],
    ['progressbar', 'Optimization progress'],
    ['slider', 'Compare'],
    ['combobox', 'Compare with'],
  ];
  const results: readonly (readonly [Role, string])[] = [
    ['img', 'Loss'],
    ['button', 'Save picture'],
    ['button', 'Save loss table'],
    ['button', 'Save film'],
    ['button', 'Iteration 100'],
  ];

  test.each([
    ['ready', ['Start painting'], []],
    ['running', ['Pause painting', 'Stop painting'], results],
    ['paused', ['Resume painting', 'Stop painting'], results],
    ['done', ['Start painting'], results],
  ] as const)('while %s', async (shown, buttons, more) => {
    await open(shown);
    const expected = [...always, ...more, ...buttons.map((name) => ['button', name] as const)];
    for (const [role, name] of expected) {
      expect(await control(role, name).count(), `${role} "${name}"`).toBe(1);
    }
    const all = ['Start painting', 'Pause painting', 'Resume painting', 'Stop painting'];
    for (const name of all.filter((other) => !(buttons as readonly string[]).includes(other))) {
      expect(await control('button', name).count(), name).toBe(0);
    }
    // What belongs to the live picture is out of the way.
    for (const name of ['Pause', 'Stop', 'Take picture', 'Paint this frame', 'Controls']) {
      expect(await control('button', name).count(), name).toBe(0);
    }
  });

  test('progress counts iterations, and is told in words with its rate and the time left', async () => {
    await open('running');
    const bar = control('progressbar', 'Optimization progress');
    expect(await bar.getAttribute('aria-valuenow')).toBe('183');
    expect(await bar.getAttribute('aria-valuemax')).toBe('300');
    expect(await bar.getAttribute('aria-valuetext')).toBe('183 of 300 iterations · 4.2 a second · 0:27 left');
    expect(await page.title()).toBe('61% Painting – Impasto');
  });

  test('that a run has halted or ended is said, not how far it is', async () => {
    await open('running');
    const said = page.locator('impasto-painting-rail').getByRole('status');
    expect((await said.textContent())?.trim()).toBe('Painting');
    await show('paused');
    expect((await said.textContent())?.trim()).toBe('Painting paused');
    await show('done');
    expect((await said.textContent())?.trim()).toBe('Painting finished after 183 iterations');
  });

  test('a picture of the filmstrip is named as it is labelled', async () => {
    const kept = [{ iteration: 1200, url: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>' }];
    await open('running', { kept });
    expect(await control('button', 'Iteration 1,200').innerText()).toBe('1,200');
  });

  test('the plot says in words what it shows', async () => {
    await open('running');
    const words = await control('img', 'Loss').evaluate(
      (plot) => plot.ariaDescribedByElements?.[0]?.textContent,
    );
    expect(words).toBe(
      'After 183 iterations: total 1.14, content 0.606, style 0.0526. At the beginning: total 10.4, content 0.32, style 1.01.',
    );
  });
});

describe('events become calls', () => {
  test('from the live picture in, and out by its button and by Escape', async () => {
    await open('ready');
    await control('button', 'Back').click();
    await control('slider', 'Style weight').focus();
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      const { state } = window.studio;
      window.studio.set({ optimize: { ...state.optimize, open: false } });
    });
    await control('button', 'Paint this frame').click();
    expect(await calls()).toEqual([['optimize.leave'], ['optimize.leave'], ['optimize.open']]);
  });

  test('back to the last painting, from the welcome, for as long as there is one', async () => {
    await open('ready');
    const leave = (photo: 'kept' | 'none') =>
      page.evaluate((which) => {
        const { optimize } = window.studio.state;
        const left = { ...optimize, open: false, photo: which === 'none' ? null : optimize.photo };
        window.studio.set({ phase: 'idle', optimize: left });
      }, photo);
    await leave('kept');
    await control('button', 'Back to the last painting').click();
    await leave('none');
    expect(await control('button', 'Back to the last painting').count()).toBe(0);
    expect(await calls()).toEqual([['optimize.open']]);
  });

  test('settings', async () => {
    await open('ready');
    await control('slider', 'Style weight').focus();
    await page.keyboard.press('ArrowRight');
    await control('slider', 'Smoothness').fill('0');
    await control('combobox', 'Optimizer').selectOption({ label: 'L-BFGS' });
    await control('slider', 'Iterations').press('End');
    await control('radio', 'Abstract').check();
    await page.getByText('Advanced', { exact: true }).click();
    await control('combobox', 'Start from').selectOption({ label: 'Noise' });
    await control('slider', 'block5_conv1').press('End');
    expect(await calls()).toEqual([
      ['optimize.change', { styleWeight: 15 }],
      ['optimize.change', { variationWeight: 0 }],
      ['optimize.change', { optimizer: 'lbfgs' }],
      ['optimize.change', { iterations: 8000 }],
      ['optimize.usePreset', 'abstract'],
      ['optimize.change', { start: 'noise' }],
      [
        'optimize.change',
        {
          styleLayers: {
            block1_conv1: 1,
            block2_conv1: 1,
            block3_conv1: 1,
            block4_conv1: 1,
            block5_conv1: 10,
          },
        },
      ],
    ]);
    // The fake takes no change.
    const iterations = control('slider', 'Iterations');
    expect(await iterations.getAttribute('aria-valuetext')).toBe('300 iterations');
    const before = await iterations.inputValue();
    await iterations.press('Home');
    await expect.poll(() => iterations.inputValue()).toBe(before);
    expect(Number(before)).toBeGreaterThan(0);
  });

  test('a size that does not fit cannot be started, and a smaller one is proposed', async () => {
    const estimate = { size: { width: 2048, height: 1152 }, bytes: 5e9, limit: 2e9, largestSide: 768 };
    await open('ready', { fit: { estimate, error: null } });
    await page.getByText(/Too large for this device: it would take about 5\.0 GB/).waitFor();
    expect(await control('button', 'Start painting').isDisabled()).toBe(true);
    await control('button', 'Use 768 pixels instead').click();
    expect(await calls()).toEqual([['optimize.change', { longSide: 768 }]]);
  });

  test('the run, its filmstrip, its comparison and its files', async () => {
    await open('running');
    await control('button', 'Pause painting').click();
    await control('button', 'Stop painting').click();
    await control('button', 'Iteration 100').click();
    await control('button', 'Newest').click();
    await control('slider', 'Compare').fill('70');
    await control('combobox', 'Compare with').selectOption('fast');
    await control('button', 'Save picture').click();
    await control('button', 'Save loss table').click();
    await control('button', 'Save film').click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('s');
    expect(await calls()).toEqual([
      ['optimize.pause'],
      ['optimize.stop'],
      ['optimize.view', 100],
      ['optimize.view', null],
      ['optimize.setCompare', 0.7],
      ['optimize.compareWith', 'fast'],
      ['optimize.savePicture'],
      ['optimize.saveLossTable'],
      ['optimize.saveFilm'],
      ['optimize.savePicture'],
    ]);
  });

  test('the keyboard stays where it began and ended the run', async () => {
    await open('ready');
    const press = async (name: string) => {
      const button = control('button', name);
      expect(await button.evaluate((inner) => inner.matches(':focus')), name).toBe(true);
      await page.keyboard.press('Enter');
    };
    await control('button', 'Start painting').focus();
    await press('Start painting');
    await show('running', { status: 'starting' });
    expect(await control('button', 'Pause painting').isDisabled()).toBe(true);
    await show('running');
    await press('Stop painting');
    await show('running', { status: 'stopping' });
    expect(await control('button', 'Stop painting').isDisabled()).toBe(true);
    await press('Stop painting');
    expect(await calls()).toEqual([]);
    await show('running', { status: 'stopped', working: false });
    await control('button', 'Resume painting').focus();
    await press('Resume painting');
    await show('running', { status: 'starting' });
    await show('running');
    await press('Pause painting');
    await show('paused');
    await press('Resume painting');
    await show('running');
    // The button is gone with the run.
    await show('done');
    await press('Start painting');
    expect(await calls()).toEqual([['optimize.start']]);
  });

  test('styles: chosen, added, weighed, taken away; a file, a drop and a paste are one’s own', async () => {
    await open('ready');
    await control('listbox', 'Styles').getByRole('option', { name: 'Udnie', exact: true }).click();
    await control('combobox', 'Add a style').selectOption({ label: 'The Kiss' });
    expect(await control('combobox', 'Add a style').inputValue()).toBe('');
    const chooser = page.waitForEvent('filechooser');
    await control('button', 'Use my own picture').click();
    await (await chooser).setFiles({ name: 'mine.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    for (const kind of ['drop', 'paste']) {
      await page.evaluate((name) => {
        const data = new DataTransfer();
        data.items.add(new File(['x'], `${name}.png`, { type: 'image/png' }));
        const event =
          name === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      }, kind);
    }
    expect(await calls()).toEqual([
      ['optimize.chooseStyle', 'udnie'],
      ['optimize.addStyle', 'the-kiss'],
      ['optimize.addPictures', ['mine.png']],
      ['optimize.addPictures', ['drop.png']],
      ['optimize.addPictures', ['paste.png']],
    ]);
    const styles = await page.evaluate(() =>
      window.studio.state.styles.slice(0, 2).map((style) => ({ style, weight: 0.5 })),
    );
    await show('ready', { styles });
    await control('slider', 'The Starry Night').fill('80');
    await control('button', 'Remove The Great Wave off Kanagawa').click();
    expect(await calls()).toEqual([
      ['optimize.weighStyle', 'starry-night', 0.8],
      ['optimize.removeStyle', 'great-wave'],
    ]);
    await show('ready', { styles: styles.slice(0, 1) });
    expect(await control('combobox', 'Add a style').evaluate((select) => select.matches(':focus'))).toBe(
      true,
    );
  });

  test('a mask is brushed on the frame, shown, and cleared', async () => {
    await open('ready', { masking: true });
    const box = await page.locator('impasto-painting-view .picture').boundingBox();
    if (!box) throw new Error('There is no picture.');
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => calls()).toEqual([['optimize.setMask', [512, 288]]]);
    const share = await page.evaluate(() => {
      const view = document.querySelector('impasto-app')?.shadowRoot?.querySelector('impasto-painting-view');
      const canvas = view?.shadowRoot?.querySelector<HTMLCanvasElement>('.mask');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let brushed = 0;
      for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 0) brushed++;
      return brushed / (pixels.length / 4);
    });
    // A stroke of a third of the width, 8% of it wide.
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.12);
    expect(await control('button', 'Clear mask').isDisabled()).toBe(true);
    await page.evaluate(async () => {
      const mask = await createImageBitmap(new ImageData(8, 8));
      window.studio.set({ optimize: { ...window.studio.state.optimize, mask } });
    });
    await control('button', 'Clear mask').focus();
    await page.keyboard.press('Enter');
    await control('switch', 'Paint only where I brush').press('Space');
    expect(await calls()).toEqual([
      ['optimize.setMask', null],
      ['optimize.useMask', false],
    ]);
  });

  test('a network of one’s own: a file, consent, another choice, away with it', async () => {
    await open('ready');
    await page.getByText('Advanced', { exact: true }).click();
    const chooser = page.waitForEvent('filechooser');
    await control('button', 'Use my own VGG').click();
    await (await chooser).setFiles({ name: 'vgg.h5', mimeType: '', buffer: Buffer.from('x') });
    const own = { name: 'VGG16', parameters: 14_714_688, file: 'vgg.h5' } as const;
    await page.evaluate(
      (network) => {
        window.studio.set({ optimize: { ...window.studio.state.optimize, network } });
      },
      { unavailable: null, reading: false, own, kept: 'asked', site: true, used: 'own' } as const,
    );
    await page.getByText('vgg.h5: VGG16, 14,714,688 parameters.').waitFor();
    await page.getByText(/It does not know our paintings/).waitFor();
    await control('button', 'Keep it').click();
    await page.evaluate(() => {
      const { optimize } = window.studio.state;
      const network = { ...optimize.network, kept: 'writing' } as const;
      window.studio.set({ optimize: { ...optimize, network } });
    });
    const another = control('button', 'Use my own VGG');
    await expect.poll(() => another.evaluate((button) => button.matches(':focus'))).toBe(true);
    await control('combobox', 'Judged by').selectOption('built-in');
    await control('button', 'Remove VGG16').click();
    expect(await calls()).toEqual([
      ['optimize.readNetwork', 'vgg.h5'],
      ['optimize.keepNetwork', true],
      ['optimize.useNetwork', 'built-in'],
      ['optimize.removeNetwork'],
    ]);
    await page.evaluate(() => {
      const { optimize } = window.studio.state;
      const network = { ...optimize.network, own: null, unavailable: 'It cannot be read here.' };
      window.studio.set({ optimize: { ...optimize, network } });
    });
    await page.getByText('It cannot be read here.').waitFor();
    expect(await control('button', 'Use my own VGG').isDisabled()).toBe(true);
  });

  test('while it is painted nothing can be changed', async () => {
    await open('running');
    expect(await control('slider', 'Style weight').isDisabled()).toBe(true);
    expect(await control('combobox', 'Optimizer').isDisabled()).toBe(true);
    expect(await control('button', 'Use my own picture').isDisabled()).toBe(true);
    const udnie = control('listbox', 'Styles').getByRole('option', { name: 'Udnie', exact: true });
    expect(await udnie.isDisabled()).toBe(true);
    await udnie.click({ force: true });
    await page.keyboard.press('ArrowLeft');
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'a.png'));
      document.body.dispatchEvent(new DragEvent('dragenter', { bubbles: true, dataTransfer }));
    });
    await page.getByText('Stop painting first to choose another style').waitFor();
    expect(await calls()).toEqual([]);
  });
});

describe('layout', () => {
  test('the strip of styles stays where it was scrolled to while a run goes on', async () => {
    await open('running', {}, { viewport: PHONE });
    const list = page.locator('impasto-style-strip .list');
    const scroll = () => list.evaluate((strip) => strip.scrollLeft);
    const wanted = await list.evaluate((strip) => {
      strip.scrollTo({ left: 250, behavior: 'instant' });
      return strip.scrollLeft;
    });
    expect(wanted).toBeGreaterThan(200);
    for (let reports = 0; reports < 3; reports++) await show('running');
    // Long enough for it to glide back.
    await page.waitForTimeout(500);
    expect(await scroll()).toBe(wanted);
    const [, , scream] = await page.evaluate(() => window.studio.state.styles);
    if (!scream) throw new Error('There are too few styles.');
    await show('ready', { styles: [{ style: scream, weight: 1 }] });
    await expect.poll(scroll).not.toBe(wanted);
  });

  test.each([
    [360, 740],
    [1024, 768],
    [1440, 900],
    [3840, 2160],
  ])('%i × %i never scrolls sideways, and the frame has room', async (width, height) => {
    await open('running', {}, { viewport: { width, height } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    if (width >= 1024) {
      expect(await page.evaluate(() => document.documentElement.scrollHeight > innerHeight)).toBe(false);
    }
    const box = await page.locator('impasto-painting-view .picture').boundingBox();
    expect(box?.width).toBeGreaterThan(width * 0.4);
  });
});

describe('accessibility', () => {
  test.each([
    ['light', WIDE],
    ['dark', WIDE],
    ['light', PHONE],
    ['dark', PHONE],
  ] as const)('axe finds nothing in %s at %o', async (colorScheme, viewport) => {
    await open('ready', { masking: true }, { viewport, colorScheme, reducedMotion: 'reduce' });
    await page.getByText('Advanced', { exact: true }).click();
    expect(await axeProblems(page)).toEqual([]);
    for (const shown of ['running', 'done'] as const) {
      await show(shown);
      expect(await axeProblems(page)).toEqual([]);
    }
  });
});
