import { describe, expect, it } from 'vitest';
import { frameSeconds, StreamClock, type PaintedWith } from '../../../src/worker/stream-clock';

const PAINT: PaintedWith = {
  tier: 'lite',
  mix: { weights: { a: 1 }, strength: 1 },
  size: { width: 64, height: 48 },
  mirror: false,
};

/** `elapsed` of a frame one second after another 1/30 s, painted with `change`. */
function afterChange(change: Partial<PaintedWith>): number | null {
  const clock = new StreamClock();
  clock.next(1, PAINT, 0.5);
  return clock.next(1 + 1 / 30, { ...PAINT, ...change }, 0.5).elapsed;
}

describe('a stream', () => {
  it('begins anew with its first frame, and goes on by its own clock', () => {
    const clock = new StreamClock();
    const first = clock.next(10, PAINT, 0.5);
    const second = clock.next(10.04, PAINT, 0.7);
    expect(first.elapsed).toBeNull();
    expect(second.elapsed).toBeCloseTo(0.04);
    expect(second.smoothing).toBe(0.7);
    expect(second.stream).toBe(first.stream);
  });

  it('stands still while the same frame is painted once more', () => {
    const clock = new StreamClock();
    clock.next(10, PAINT, 0.5);
    expect(clock.next(null, PAINT, 0.5).elapsed).toBe(0);
    expect(clock.next(10.1, PAINT, 0.5).elapsed).toBeCloseTo(0.1);
  });

  it.each([
    ['another style', { mix: { weights: { b: 1 }, strength: 1 } }],
    ['another strength', { mix: { weights: { a: 1 }, strength: 0.9 } }],
    ['another network', { tier: 'standard' as const }],
    ['another size', { size: { width: 128, height: 96 } }],
    ['mirroring', { mirror: true }],
  ])('begins anew with %s, at once', (_, change) => {
    expect(afterChange(change)).toBeNull();
  });

  it('goes on with a mix that is equal, though sent anew', () => {
    expect(afterChange(structuredClone(PAINT))).toBeCloseTo(1 / 30);
  });

  it.each([
    ['a pause or a jump forward', 3],
    ['a jump back', 0.5],
  ])('begins anew after %s', (_, time) => {
    const clock = new StreamClock();
    clock.next(1, PAINT, 0.5);
    expect(clock.next(time, PAINT, 0.5).elapsed).toBeNull();
  });

  it('begins anew after its end', () => {
    const clock = new StreamClock();
    const { stream } = clock.next(1, PAINT, 0.5);
    expect(clock.end()).toBe(stream);
    expect(clock.next(1.01, PAINT, 0.5).elapsed).toBeNull();
  });
});

describe('the time of a frame', () => {
  const at = (image: object) => frameSeconds({ image: image as ImageBitmap, captureTime: 2000 });

  it("is the clip's or the camera's, where it has one", () => {
    expect(at({ timestamp: 500_000 })).toBe(0.5);
  });

  it('is that of its capture elsewhere, as where there is no VideoFrame', () => {
    expect(at({})).toBe(2);
  });
});
