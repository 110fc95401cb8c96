import { describe, expect, test } from 'vitest';
import { MeterBook } from '../../../src/worker/meter-book';

/** Feeds frames at a rate for some time; returns the time after the last. */
function feed(book: MeterBook, fps: number, seconds: number, { from = 0, stylized = true, ms = 10 } = {}) {
  const frames = Math.round(fps * seconds);
  for (let frame = 0; frame < frames; frame++) {
    book.frame(from + (frame * 1000) / fps, ms, ms * 2, stylized);
    book.stages({ ingest: 1, network: ms - 2, present: 1 });
  }
  return from + ((frames - 1) * 1000) / fps;
}

test('nothing is shown before there is something', () => {
  expect(new MeterBook().read(0)).toEqual({
    stylizeFps: 0,
    displayFps: 0,
    stages: { ingest: 0, network: 0, present: 0 },
    latency: 0,
    frameTime: 0,
    framesPainted: 0,
  });
});

describe('rates', () => {
  test.each([0.9, 5, 29.97, 60])('of %d frames a second are counted as that', (fps) => {
    const book = new MeterBook();
    const now = feed(book, fps, 10);
    expect(book.read(now).stylizeFps).toBeCloseTo(fps);
    expect(book.read(now).displayFps).toBeCloseTo(fps);
  });

  test('follow within two seconds', () => {
    const book = new MeterBook();
    const now = feed(book, 10, 2, { from: feed(book, 60, 10) + 100 });
    expect(book.read(now).displayFps).toBeGreaterThan(9.9);
    expect(book.read(now).displayFps).toBeLessThan(13);
  });

  test('fall when frames cease', () => {
    const book = new MeterBook();
    const now = feed(book, 30, 10);
    expect(book.read(now + 1000).displayFps).toBeLessThan(16);
    expect(book.read(now + 3000).displayFps).toBe(0);
  });

  test('tell frames that were painted from those that were shown only', () => {
    const book = new MeterBook();
    const now = feed(book, 20, 5, { stylized: false });
    expect(book.read(now)).toMatchObject({ stylizeFps: 0, framesPainted: 100 });
    expect(book.read(now).displayFps).toBeCloseTo(20);
  });
});

describe('times', () => {
  test('leave the first frame out, which compiles', () => {
    const book = new MeterBook();
    book.frame(0, 5000, 6000, true);
    book.stages({ ingest: 1000, network: 3000, present: 1000 });
    const now = feed(book, 30, 1, { from: 5000 });
    const { frameTime, latency, stages } = book.read(now);
    expect([frameTime, latency]).toEqual([10, 20]);
    expect(stages).toEqual({ ingest: 1, network: 8, present: 1 });
  });

  test('are smoothed, and follow', () => {
    const book = new MeterBook();
    let now = feed(book, 30, 5);
    book.frame(now, 100, null, true);
    expect(book.read(now).frameTime).toBeLessThan(25);
    now = feed(book, 30, 2, { from: now, ms: 20 });
    expect(book.read(now).frameTime).toBeCloseTo(20, 1);
  });

  test('a repaint, which was captured long ago, says nothing of the latency', () => {
    const book = new MeterBook();
    const now = feed(book, 30, 1);
    book.frame(now, 10, null, true);
    expect(book.read(now).latency).toBe(20);
  });
});
