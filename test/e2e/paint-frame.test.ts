/** "Paint this frame" through the page. On WASM, which is the fastest backend without a GPU. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser-launch';
import { probeWithFfmpeg } from '../browser/media/ffprobe';
import { hasFfmpeg } from '../ffmpeg';
import { kerasFile } from '../unit/optimize/keras-fixture';
import { columns, decodePng, encodePng, shrink } from '../png';
import { picturePsnr } from '../psnr';
import { sharedBrowser } from '../shared-browser';
import { AppPage, COARSE } from './app-page';
import { PaintingApp, PATIENCE } from './painting-app';
import { KEEP_DEVICE, LOSSES, prepend, renderWorker } from './render-worker';

/** Stripes, as a style of one's own. */
const STRIPES = encodePng(96, 64, (x, y) => ((x + y) % 12 < 6 ? [220, 40, 30] : [20, 60, 160]));

/** A chunk of a PNG file. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A chequered PNG of one bit a pixel: large on the easel, small on the disk. */
function hugePng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const row = (value: number): Buffer => Buffer.concat([Buffer.from([0]), Buffer.alloc(side / 8, value)]);
  const rows = Array.from({ length: side }, (_, y) => row(y % 64 < 32 ? 0b11110000 : 0b00001111));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Texts of the iTXt chunks of a PNG file, by keyword. */
function pngTexts(file: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const data = file.subarray(at + 8, at + 8 + length);
    const body = file.subarray(at + 4, at + 8 + length);
    if (body.toString('latin1', 0, 4) === 'iTXt') {
      expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(body));
      const end = data.indexOf(0);
      texts.set(data.toString('latin1', 0, end), data.toString('utf8', end + 5));
    }
    at += length + 12;
  }
  return texts;
}

describe('on WASM', () => {
  const browser = sharedBrowser({ gpu: 'none' }, COARSE);

  test('a run from beginning to end: picture, plot, filmstrip, comparison and files', async () => {
    const painting = await PaintingApp.open(browser);
    const photo = await painting.picture();
    await painting.slide('Iterations', '50 iterations');
    await painting.app.press('Start painting');
    await painting.untilFinished();
    await painting.untilIteration(50);
    const painted = await painting.picture();
    expect(picturePsnr(painted, photo)).toBeLessThan(30);

    const losses = await painting.losses();
    const total = (name: string): number => losses[name]?.[0] ?? NaN;
    expect(total('The painting')).toBeLessThan(total('The fast network'));
    expect(total('The painting')).toBeLessThan(total('The photo'));
    const words = await painting.plot.evaluate((plot) => plot.ariaDescribedByElements?.[0]?.textContent);
    expect(words).toMatch(/^After 50 iterations: total .* At the beginning: total/);
    const plotted = decodePng(await painting.plot.screenshot());
    expect(
      new Set(Array.from({ length: plotted.data.length / 4 }, (_, i) => plotted.data[i * 4])).size,
    ).toBeGreaterThan(20);

    await painting.app.press('Iteration 0');
    await expect.poll(async () => Object.keys(await painting.losses())[0]).toBe('Iteration 0');
    expect(picturePsnr(await painting.picture(), painted)).toBeLessThan(40);
    await painting.app.press('Newest');
    await painting.app.slide('Compare', 100);
    const compared = async () =>
      decodePng(await painting.page.locator('impasto-painting-view .picture').screenshot());
    const besidePhoto = await compared();
    await painting.choose('Compare with', 'fast');
    expect(picturePsnr(await compared(), besidePhoto)).toBeLessThan(30);

    const png = readFileSync(await painting.save('Save picture'));
    expect([decodePng(png).width, decodePng(png).height]).toEqual([128, 72]);
    const about = JSON.parse(pngTexts(png).get('Impasto') ?? '') as Record<string, unknown>;
    expect(about).toMatchObject({
      iteration: 50,
      network: 'built-in',
      settings: { optimizer: 'adam', longSide: 128 },
    });

    const table = await painting.saveLosses();
    expect(table[0]).toEqual(['iteration', 'total', 'content', 'style', 'variation']);
    expect(table.at(-1)?.[0]).toBe('50');
    expect(Number(table.at(-1)?.[1])).toBeLessThan(Number(table[1]?.[1]));

    if (hasFfmpeg()) {
      const film = probeWithFfmpeg(await painting.save('Save film'));
      expect([film.video?.width, film.video?.height]).toEqual([128, 72]);
      expect(film.times.length).toBeGreaterThan(5);
      expect(film.videoSeconds).toBeGreaterThan(3);
    }
    expect(painting.app.watched.errors).toEqual([]);
  });

  test('it halts, goes on, is left and come back to, and stops; closing the page asks while it is at work', async () => {
    const painting = await PaintingApp.open(browser);
    await painting.slide('Iterations', '8,000 iterations');
    expect(await painting.asksBeforeClosing()).toBe(false);
    await painting.app.press('Start painting');
    await painting.untilIteration(5);
    expect(await painting.asksBeforeClosing()).toBe(true);

    await painting.app.press('Pause painting');
    await painting.button('Resume painting').waitFor();
    const halted = await painting.restingIteration();
    await painting.app.press('Resume painting');
    await painting.untilIteration(halted + 5);

    await painting.page.keyboard.press('Escape');
    await painting.button('Paint this frame').waitFor();
    expect(await painting.progress.count()).toBe(0);
    const left = halted + 5;
    const lookIn = async () => {
      await painting.app.press('Paint this frame');
      const iteration = await painting.iteration();
      await painting.page.keyboard.press('Escape');
      return iteration;
    };
    await expect.poll(lookIn, { ...PATIENCE, interval: 1000 }).toBeGreaterThan(left);
    await painting.app.press('Paint this frame');

    await painting.app.press('Stop painting');
    await painting.button('Start painting').waitFor();
    const stopped = await painting.iteration();
    expect(stopped).toBeLessThan(8000);
    expect(await painting.asksBeforeClosing()).toBe(false);
    await painting.app.press('Resume painting');
    await painting.untilIteration(stopped + 3);
    expect(painting.app.watched.errors).toEqual([]);
  });

  test('a reload in the middle loses neither picture nor style nor settings, and it goes on from there', async () => {
    const painting = await PaintingApp.open(browser);
    await painting.useOwnPicture('stripes.png', 'image/png', STRIPES);
    await painting.untilChosen('stripes');
    await painting.page.getByRole('radio', { name: 'Painterly', exact: true }).check();
    await painting.slide('Iterations', '2,000 iterations');
    await painting.app.press('Start painting');
    await painting.untilIteration(10);
    await painting.app.press('Pause painting');
    const reached = await painting.restingIteration();
    const before = await painting.picture();

    await painting.page.reload();
    await painting.button('Resume painting').waitFor();
    expect(await painting.iteration()).toBe(reached);
    expect(picturePsnr(await painting.picture(), before)).toBeGreaterThan(25);
    await painting.untilChosen('stripes');
    expect(await painting.page.getByRole('radio', { name: 'Painterly', exact: true }).isChecked()).toBe(true);
    expect(Object.keys(await painting.losses())).toContain('The fast network');
    await painting.app.press('Resume painting');
    await painting.untilIteration(reached + 5);
    await painting.app.press('Stop painting');
    await painting.button('Start painting').waitFor();
    const iterations = (await painting.saveLosses()).slice(1).map(([iteration]) => Number(iteration));
    expect(iterations[0]).toBeLessThanOrEqual(1);
    expect(iterations).toEqual([...iterations].sort((a, b) => a - b));
    expect(painting.app.watched.errors).toEqual([]);
  });

  test('a mask: outside of what was brushed the photo stays', async () => {
    const painting = await PaintingApp.open(browser);
    const photo = await painting.picture();
    await painting.page.getByRole('switch', { name: 'Paint only where I brush', exact: true }).click();
    await painting.slide('Brush', '25 percent of the picture');
    await painting.brush([0.15, 0.1], [0.15, 0.9]);
    await painting.slide('Iterations', '50 iterations');
    await painting.app.press('Start painting');
    await painting.untilFinished();
    await painting.page.getByRole('switch', { name: 'Paint only where I brush', exact: true }).click();
    const painted = await painting.picture();
    const change = (from: number, to: number): number =>
      picturePsnr(shrink(columns(painted, from, to), 20, 40), shrink(columns(photo, from, to), 20, 40));
    expect(change(0.5, 1)).toBeGreaterThan(30);
    expect(change(0.05, 0.2)).toBeLessThan(25);
  });

  test('styles of one’s own: too small, no picture at all, and far too large', async () => {
    const painting = await PaintingApp.open(browser);
    await painting.useOwnPicture(
      'dot.png',
      'image/png',
      encodePng(1, 1, () => [9, 9, 9]),
    );
    expect(await painting.alertText()).toMatch(/“dot\.png” is only 1×1 pixels/);
    await painting.app.press('Dismiss');
    await painting.useOwnPicture('letter.png', 'image/png', Buffer.from('Dear Theo'));
    expect(await painting.alertText()).toMatch(/“letter\.png” cannot be used as a style/);
    await painting.app.press('Dismiss');
    await painting.useOwnPicture('huge.png', 'image/png', hugePng(8000));
    await painting.untilChosen('huge');
    await painting.app.press('Start painting');
    await painting.untilIteration(2);
    expect(painting.app.watched.errors).toEqual([]);
  });
});

// A network of full width is slow on a processor: a few iterations show that it paints.
test('a network of one’s own: one that is none, and one that is kept and paints', async () => {
  const browser = await launchBrowser({ gpu: 'none' });
  const folder = mkdtempSync(path.join(tmpdir(), 'impasto-network-'));
  const fileOf = (name: string, content: Buffer): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  try {
    const painting = await PaintingApp.open(browser);
    await painting.page.getByText('Advanced', { exact: true }).click();
    await painting.useOwnNetwork(fileOf('letter.h5', Buffer.from('Dear Theo')));
    expect(await painting.alertText()).toMatch(/letter\.h5|HDF5|network/i);
    await painting.app.press('Dismiss');
    await painting.useOwnNetwork(fileOf('vgg16.h5', Buffer.from(await kerasFile())));
    await painting.app.press('Keep it');
    await painting.page.getByText('Kept on this device.').waitFor();
    await painting.page.reload();
    await painting.page.getByText('Advanced', { exact: true }).click();
    await painting.page.getByText(/^vgg16\.h5: VGG16/).waitFor();
    // What our paintings are like is known to the built-in network only.
    await painting.app.press('Start painting');
    expect(await painting.alertText()).toMatch(/does not know our paintings/);
    await painting.app.press('Dismiss');
    await painting.useOwnPicture('stripes.png', 'image/png', STRIPES);
    await painting.untilChosen('stripes');
    await painting.app.press('Start painting');
    await painting.untilIteration(1);
    expect(painting.app.watched.errors).toEqual([]);
    await painting.app.press('Stop painting');
    await painting.button('Start painting').waitFor();
    await painting.app.press('Remove VGG16');
    await expect.poll(() => painting.button('Remove VGG16').count()).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
    await browser.close();
  }
});

// On WebGL: imitated WebGPU takes half a minute for the same.
const ON_WEBGL = LOSSES.filter(([gpu]) => gpu === 'webgl');

test.each(ON_WEBGL)(
  'on %s: a device lost in the middle is replaced, and the run goes on',
  async (gpu, lose) => {
    const browser = await launchBrowser({ gpu });
    try {
      const app = await AppPage.open(browser, 'blank.html', COARSE);
      await prepend(KEEP_DEVICE, app.page.context());
      await app.page.goto(`${app.url}/?size=64&test`);
      const painting = PaintingApp.of(app);
      await painting.takeFrame();
      // Smaller than the page offers: graphics that the processor imitates are slow.
      await app.page.evaluate(() => window.__impasto?.studio.optimize.change({ longSide: 64, levels: 1 }));
      await painting.app.press('Start painting');
      await painting.untilIteration(2);
      await (await renderWorker(app)).evaluate(lose);
      await app.page
        .getByRole('log', { name: 'Notices' })
        .getByText(/rebuilt/i)
        .waitFor({ timeout: 60_000 });
      await painting.untilIteration(4);
      expect(await painting.button('Pause painting').isEnabled()).toBe(true);
    } finally {
      await browser.close();
    }
  },
);
