import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { OptimizeProgress } from '../../../src/protocol/optimize';
import { lossTable } from '../../../src/studio/loss-table';
import {
  DEFAULT_SETTINGS,
  loadSettings,
  mergeSettings,
  presetOf,
  presetSettings,
  saveSettings,
} from '../../../src/studio/painting-settings';
import { PaintingStyles } from '../../../src/studio/painting-styles';
import { paintingName } from '../../../src/studio/picture-name';
import { withPngTexts } from '../../../src/studio/png-text';
import { decodePng, encodePng } from '../../png';
import { CATALOG, FakeStorage, settle, Workbench } from './fakes';

describe('settings', () => {
  it('take what makes sense from anywhere and leave the rest', () => {
    const merged = mergeSettings(DEFAULT_SETTINGS, {
      styleWeight: 30,
      contentWeight: -5,
      variationWeight: Number.NaN,
      iterations: 1e9,
      longSide: 7,
      optimizer: 'lbfgs',
      start: 'nowhere',
      colours: 3,
      contentLayer: 'block9_conv1',
      styleLayers: { block1_conv1: 2, block7_conv1: 1, block2_conv1: 'much' },
      sgdRate: { decay: 0.5, steps: 'many' },
      surprise: true,
    });
    expect(merged).toEqual({
      ...DEFAULT_SETTINGS,
      styleWeight: 30,
      contentWeight: 0,
      iterations: 8000,
      longSide: 64,
      optimizer: 'lbfgs',
      styleLayers: { block1_conv1: 2 },
      sgdRate: { ...DEFAULT_SETTINGS.sgdRate, decay: 0.5 },
    });
    expect(mergeSettings(DEFAULT_SETTINGS, { styleLayers: { block1_conv1: 0 } })).toEqual(DEFAULT_SETTINGS);
    for (const nonsense of [null, 3, 'text', []]) {
      expect(mergeSettings(DEFAULT_SETTINGS, nonsense)).toEqual(DEFAULT_SETTINGS);
    }
  });

  it('know their preset, and lose it with the first change', () => {
    expect(presetOf(DEFAULT_SETTINGS)).toBe('balanced');
    const abstract = mergeSettings(DEFAULT_SETTINGS, presetSettings('abstract'));
    expect(presetOf(abstract)).toBe('abstract');
    expect(presetOf({ ...abstract, iterations: 50 })).toBe('abstract');
    expect(presetOf({ ...abstract, styleWeight: abstract.styleWeight + 1 })).toBeNull();
    expect(presetOf({ ...abstract, styleLayers: { ...abstract.styleLayers, block2_conv1: 3 } })).toBeNull();
  });

  it('survive a visit, and a storage that holds rubbish', () => {
    const storage = new FakeStorage();
    saveSettings(storage, { ...DEFAULT_SETTINGS, iterations: 1200 });
    expect(loadSettings(storage)).toEqual({ ...DEFAULT_SETTINGS, iterations: 1200 });
    for (const key of storage.items.keys()) storage.items.set(key, '{oh');
    expect(loadSettings(storage)).toEqual(DEFAULT_SETTINGS);
    expect(loadSettings(null)).toEqual(DEFAULT_SETTINGS);
  });
});

describe('styles', () => {
  const own = { id: 'mine', title: 'Mine', picture: new Blob(['x']) };

  it('are chosen, added, weighed and taken away, but for the last', () => {
    const styles = new PaintingStyles(CATALOG.styles);
    styles.choose('unknown');
    expect(styles.choices).toEqual([]);
    styles.choose('scream');
    styles.add('great-wave');
    styles.add('great-wave');
    styles.weigh('great-wave', 7);
    expect(styles.choices).toEqual([
      { id: 'scream', weight: 1 },
      { id: 'great-wave', weight: 1 },
    ]);
    expect(styles.mix()).toEqual({ weights: { scream: 0.5, 'great-wave': 0.5 }, strength: 1 });
    styles.remove('scream');
    styles.remove('great-wave');
    expect(styles.choices).toEqual([{ id: 'great-wave', weight: 1 }]);
  });

  it('of one’s own come back, and are nothing that the fast network knows', () => {
    const styles = new PaintingStyles(CATALOG.styles);
    styles.restore(
      [own],
      [
        { id: 'mine', weight: 1 },
        { id: 'gone', weight: 1 },
      ],
      { weights: { scream: 1 }, strength: 1 },
    );
    expect(styles.chosen.map(({ style }) => style.title)).toEqual(['Mine']);
    expect(styles.pictures).toEqual([own]);
    expect(styles.mix()).toBeNull();
    styles.add('scream');
    expect(styles.mix()?.weights).toEqual({ scream: 1 });
  });
});

describe('files', () => {
  it('a PNG keeps its pixels and tells its texts', async () => {
    const png = encodePng(5, 3, (x, y) => [x * 40, y * 80, 7]);
    const texts = { Software: 'Impasto', Impasto: '{"title":"Größe ∞"}' };
    const file = Buffer.from(
      await (await withPngTexts(new Blob([new Uint8Array(png)]), texts)).arrayBuffer(),
    );
    expect(decodePng(file)).toEqual(decodePng(png));
    const at = file.indexOf('iTXtSoftware');
    const length = file.readUInt32BE(at - 4);
    expect(file.readUInt32BE(at + 4 + length)).toBe(crc32(file.subarray(at, at + 4 + length)));
    const text = file.toString('utf8');
    expect(text).toContain('iTXtSoftware\0\0\0\0\0Impasto');
    expect(text).toContain('iTXtImpasto\0\0\0\0\0{"title":"Größe ∞"}');
    // Before the pixels, where every reader looks.
    expect(text.indexOf('iTXt')).toBeLessThan(text.indexOf('IDAT'));
  });

  it('the table of losses is CSV', () => {
    const report = (iteration: number): OptimizeProgress => ({
      iteration,
      losses: { total: 1.5, content: 0.5, style: 0.1, variation: 1e-7 },
      perSecond: 4,
      timeLeft: null,
    });
    expect(lossTable([report(1), report(2)])).toBe(
      'iteration,total,content,style,variation\r\n1,1.5,0.5,0.1,1e-7\r\n2,1.5,0.5,0.1,1e-7\r\n',
    );
  });

  it('are named after the style, whatever it is called', () => {
    const date = new Date(2026, 10, 23, 9, 5, 7);
    expect(paintingName('My “Größe” / 7', date, 'mp4')).toBe('impasto-my-größe-7-2026-11-23-090507.mp4');
    expect(paintingName('***', date, 'png')).toBe('impasto-painting-2026-11-23-090507.png');
  });
});

describe('a frame', () => {
  it('that cannot be taken is told of, and the live picture stays', async () => {
    const bench = new Workbench();
    await bench.attach();
    await bench.studio.startCamera();
    bench.renderer.events.painted();
    await bench.studio.optimize.open();
    await settle();
    expect(bench.studio.state.phase).toBe('paused');
    expect(bench.studio.state.error?.code).toBe('internal');
    expect(bench.studio.state.optimize.open).toBe(false);
  });
});
