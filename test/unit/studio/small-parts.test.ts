import { describe, expect, it } from 'vitest';
import { FrameRate } from '../../../src/studio/frame-rate';
import { addNotice, fallbackText } from '../../../src/studio/notices';
import { pictureName } from '../../../src/studio/picture-name';
import { qualityChoices } from '../../../src/studio/qualities';
import { renderSettings, styleMix } from '../../../src/studio/render-settings';
import { Store } from '../../../src/shared/store';
import type { Notice } from '../../../src/studio/studio';
import { parseUrlOptions } from '../../../src/studio/url-options';
import { defaultPreferences } from '../../../src/studio/preferences';
import { CATALOG, Workbench } from './fakes';

describe('url options', () => {
  it.each([
    ['backend=webgl&size=256', { backend: 'webgl', size: 256 }],
    ['backend=WASM&size=250', { backend: 'wasm', size: 256 }],
    ['size=1', { backend: null, size: 64 }],
    ['size=99999', { backend: null, size: 1920 }],
    ['backend=vulkan&size=big', { backend: null, size: null }],
    ['size=-64', { backend: null, size: null }],
    ['size=', { backend: null, size: null }],
    ['', { backend: null, size: null }],
  ])('of “%s”', (query, expected) => {
    expect(parseUrlOptions(new URLSearchParams(query))).toEqual(expected);
  });
});

describe('quality choices', () => {
  it('disable what has no weights, and say so', () => {
    const choices = qualityChoices(CATALOG);
    expect(choices.map(({ title, available }) => [title, available])).toEqual([
      ['Auto', true],
      ['Fast', true],
      ['Balanced', false],
      ['Best', false],
    ]);
    expect(choices[3]?.description).toMatch(/^Not trained yet/);
    expect(choices[1]?.description).not.toMatch(/Not trained/);
  });
});

describe('render settings', () => {
  const preferences = defaultPreferences(CATALOG, true);

  it('weigh two styles to a sum of one', () => {
    const mix = styleMix({ ...preferences, mixStyleId: 'scream', mixAmount: 0.25, strength: 0.6 });
    expect(mix).toEqual({ weights: { 'starry-night': 0.75, scream: 0.25 }, strength: 0.6 });
  });

  it('give a style mixed with itself its whole weight', () => {
    const mix = styleMix({ ...preferences, mixStyleId: 'starry-night', mixAmount: 0.25 });
    expect(mix.weights).toEqual({ 'starry-night': 1 });
  });

  it('take along the rows of an added style while it is chosen', () => {
    const rows = { network: 'abc', values: { 'first/gamma': Float32Array.of(1) } };
    const info = { id: 'mine', title: 'Mine', artist: '', year: '', licence: '', thumbnail: '' };
    expect(styleMix({ ...preferences, styleId: 'mine' }, [{ info, rows }]).rows).toEqual({ mine: rows });
    expect(styleMix(preferences, [{ info, rows }])).not.toHaveProperty('rows');
  });

  it('mirror cameras only', () => {
    expect(renderSettings(preferences, 0, true).mirror).toBe(true);
    expect(renderSettings(preferences, 0, false).mirror).toBe(false);
    expect(renderSettings({ ...preferences, mirror: false }, 0, true).mirror).toBe(false);
  });
});

describe('a backend that is not the first choice', () => {
  const info = { engine: '', adapter: '', software: false, f16: false, threads: 1 };
  const fallbacks = [
    { backend: 'webgpu', reason: 'No adapter.' },
    { backend: 'webgl', reason: 'No context.' },
  ] as const;

  it('is explained by why the better one is not used', () => {
    const text = fallbackText({ ...info, backend: 'webgl', fallbacks: fallbacks.slice(0, 1) });
    expect(text).toBe('WebGPU is not used: No adapter.');
  });

  it('says what may help where there is no graphics card', () => {
    expect(fallbackText({ ...info, backend: 'wasm', fallbacks })).toMatch(
      /slow without .* hardware acceleration/,
    );
  });

  it('needs no words where it is the first, or was asked for', () => {
    expect(fallbackText({ ...info, backend: 'wasm', fallbacks: [] })).toBeNull();
  });
});

describe('notices', () => {
  it('keep the newest four, newest last, none twice', () => {
    let notices: readonly Notice[] = [];
    ['a', 'b', 'c', 'd', 'b', 'e'].forEach((text, id) => (notices = addNotice(notices, id, text)));
    expect(notices.map(({ text }) => text)).toEqual(['c', 'd', 'b', 'e']);
    expect(new Set(notices.map(({ id }) => id)).size).toBe(4);
  });
});

describe('frame rate', () => {
  it('is that of the last moments', () => {
    const rate = new FrameRate();
    for (let time = 0; time <= 3000; time += 100) rate.add(time);
    expect(rate.rate(3000)).toBeCloseTo(10);
    for (let time = 3020; time <= 6000; time += 20) rate.add(time);
    expect(rate.rate(6000)).toBeCloseTo(50);
  });

  it('falls to nothing when nothing comes', () => {
    const rate = new FrameRate();
    for (let time = 0; time <= 1000; time += 100) rate.add(time);
    expect(rate.rate(9000)).toBe(0);
  });
});

describe('picture name', () => {
  it('tells style, day and time', () => {
    expect(pictureName('starry-night', new Date(2026, 10, 23, 10, 15, 30))).toBe(
      'impasto-starry-night-2026-11-23-101530.png',
    );
  });
});

describe('store', () => {
  it('tells of many changes once, and freezes what it shows', async () => {
    const store = new Store({ a: 1, b: 1 });
    const seen: number[] = [];
    const unsubscribe = store.subscribe(() => seen.push(store.state.a));
    const before = store.state;
    store.update({ a: 2 });
    store.update({ a: 3 });
    expect(seen).toEqual([]);
    await Promise.resolve();
    expect(seen).toEqual([3]);
    expect(before).toEqual({ a: 1, b: 1 });
    expect(Object.isFrozen(store.state)).toBe(true);
    unsubscribe();
    store.update({ a: 4 });
    await Promise.resolve();
    expect(seen).toEqual([3]);
  });
});

it.each([
  [false, 'insecure-page'],
  [true, undefined],
])('a page that is secure: %s begins with the error %s', (secure, code) => {
  expect(new Workbench({ secure }).studio.state.error?.code).toBe(code);
});
