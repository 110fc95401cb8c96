/** What is known of a job before it begins, and told while it goes on. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { estimateMemory, requireMemory } from '../../../src/optimize/memory';
import { Pace, Stopped } from '../../../src/optimize/pace';
import { ProgressBook } from '../../../src/optimize/progress-book';
import { schedule } from '../../../src/optimize/schedule';
import { ImpastoError } from '../../../src/protocol/errors';
import type { MemoryEstimate, OptimizeProgress, OptimizeSettings } from '../../../src/protocol/optimize';

const PHOTO = { width: 1600, height: 1200 };
const SETTINGS: OptimizeSettings = {
  contentWeight: 1,
  styleWeight: 1,
  variationWeight: 1,
  contentLayer: 'block4_conv2',
  styleLayers: { block1_conv1: 1, block5_conv1: 1 },
  optimizer: 'adam',
  adamRate: 0.02,
  sgdRate: { initial: 100, decay: 0.96, steps: 100 },
  iterations: 300,
  start: 'fast',
  colours: 'painting',
  levels: 1,
  longSide: 512,
};

describe('the schedule', () => {
  test('one level is the result alone', () => {
    expect(schedule(PHOTO, SETTINGS)).toEqual([
      { size: { width: 512, height: 384 }, longSide: 512, from: 0, to: 300 },
    ]);
  });

  test('levels double, follow one another and share the iterations', () => {
    const plan = schedule(PHOTO, { ...SETTINGS, levels: 3, iterations: 100 });
    expect(plan.map(({ size }) => size.width)).toEqual([128, 256, 512]);
    expect(plan.map(({ from, to }) => [from, to])).toEqual([
      [0, 33],
      [33, 67],
      [67, 100],
    ]);
  });

  test('a small result has no more levels than there is anything to see on', () => {
    expect(schedule(PHOTO, { ...SETTINGS, levels: 8, longSide: 64 }).map(({ longSide }) => longSide)).toEqual(
      [32, 64],
    );
  });
});

describe('memory', () => {
  const GIB = 2 ** 30;
  const limits = { total: 2 * GIB, tensor: GIB };
  const at = (
    longSide: number,
    change: Partial<OptimizeSettings> = {},
    network: 'vgg' | 'built-in' = 'vgg',
  ) => estimateMemory(PHOTO, { ...SETTINGS, longSide, ...change }, network, limits);

  const refusalOf = (estimate: MemoryEstimate) => {
    try {
      requireMemory(estimate);
    } catch (error) {
      if (error instanceof ImpastoError) return error.report;
    }
    return null;
  };

  test('grows with the size, the network, the optimizer and the depth', () => {
    expect(at(1024).bytes).toBeGreaterThan(3 * at(512).bytes);
    expect(at(512).bytes).toBeGreaterThan(3 * at(512, {}, 'built-in').bytes);
    expect(at(512, { optimizer: 'lbfgs' }).bytes).toBeGreaterThan(at(512).bytes);
    const shallow = { contentLayer: 'block2_conv1', styleLayers: { block1_conv1: 1 } } as const;
    expect(at(512, shallow).bytes).toBeLessThan(at(512).bytes);
  });

  test('what fits passes; what does not is refused with a size that fits', () => {
    expect(() => requireMemory(at(512))).not.toThrow();
    const large = at(2048);
    expect(large.bytes).toBeGreaterThan(large.limit);
    expect(at(large.largestSide ?? NaN).bytes).toBeLessThanOrEqual(large.limit);
    expect(refusalOf(large)).toMatchObject({
      code: 'optimize-memory',
      message: expect.stringContaining(`${large.largestSide} pixels`) as string,
    });
  });

  test('no size is named where none fits', () => {
    const little = { total: 50 * 2 ** 20, tensor: GIB };
    const estimate = estimateMemory(PHOTO, SETTINGS, 'vgg', little);
    expect(estimate.largestSide).toBeNull();
    expect(refusalOf(estimate)?.message).toMatch(/more than there is here \(50 MB\)\. No smaller size fits/);
  });

  test('a single tensor that no buffer holds is too much, however much there is', () => {
    const narrow = { total: 100 * GIB, tensor: GIB / 16 };
    const estimate = estimateMemory(PHOTO, { ...SETTINGS, longSide: 1024 }, 'vgg', narrow);
    expect(estimate.bytes).toBeGreaterThan(estimate.limit);
    expect(estimate.largestSide).toBe(512);
  });
});

describe('progress', () => {
  const LOSSES = { total: 1, content: 1, style: 0, variation: 0 };

  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('speed is measured, and the time left counts pixels', () => {
    const plan = schedule(PHOTO, { ...SETTINGS, levels: 2, iterations: 100 });
    const book = new ProgressBook(plan, () => undefined);
    expect(book.add(0, LOSSES, 0)).toMatchObject({ perSecond: 0, timeLeft: null });
    for (let iteration = 1; iteration < 10; iteration++) book.add(iteration, LOSSES, iteration * 100);
    const { perSecond, timeLeft } = book.add(10, LOSSES, 1000);
    expect(perSecond).toBeCloseTo(10);
    // 40 more of the small size, and 50 of one with four times the pixels.
    expect(timeLeft).toBeCloseTo(4 + 20);
  });

  test('the larger size is timed anew', () => {
    const plan = schedule(PHOTO, { ...SETTINGS, levels: 2, iterations: 100 });
    const book = new ProgressBook(plan, () => undefined);
    book.add(48, LOSSES, 0);
    book.add(49, LOSSES, 100);
    expect(book.add(50, LOSSES, 200).timeLeft).toBeNull();
    expect(book.add(51, LOSSES, 600).perSecond).toBeCloseTo(2.5);
  });

  test('reports go out at once, then together; none is lost', () => {
    const sent: (readonly OptimizeProgress[])[] = [];
    const book = new ProgressBook(schedule(PHOTO, SETTINGS), (reports) => sent.push(reports));
    for (let iteration = 0; iteration < 5; iteration++) book.add(iteration, LOSSES, iteration);
    expect(sent.map((reports) => reports.length)).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(sent.map((reports) => reports.length)).toEqual([1, 4]);
    book.add(5, LOSSES, 5);
    book.flush();
    vi.advanceTimersByTime(1000);
    expect(sent.flat().map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('pace', () => {
  test('work is held while paused, and the time is not counted', async () => {
    const pace = new Pace();
    pace.pause();
    let breathed = false;
    const breath = pace.breathe().then(() => (breathed = true));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(breathed).toBe(false);
    pace.resume();
    await breath;
    expect(pace.pausedFor).toBeGreaterThan(50);
  });

  test('what is stopped ends at the next breath, paused or not', async () => {
    const running = new Pace();
    running.stop();
    await expect(running.breathe()).rejects.toBeInstanceOf(Stopped);
    const paused = new Pace();
    paused.pause();
    const breath = paused.breathe();
    paused.stop();
    await expect(breath).rejects.toBeInstanceOf(Stopped);
  });

  test('messages are answered in the middle of long work', async () => {
    const pace = new Pace();
    let answered = 0;
    const timer = setInterval(() => answered++, 1);
    const end = performance.now() + 400;
    while (performance.now() < end) await pace.breathe();
    clearInterval(timer);
    expect(answered).toBeGreaterThan(3);
  });
});
