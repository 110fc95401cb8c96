import { describe, expect, it } from 'vitest';
import { CaptureClock, plausibleCaptureTime } from '../../../src/sources/capture-clock';
import { FrameGate } from '../../../src/sources/frame-gate';
import { FakeFrame } from '../studio/fakes';
import type { SourceFrame } from '../../../src/protocol/render';

describe('capture clock', () => {
  it('keeps the spacing of the stamps however unevenly frames arrive', () => {
    const clock = new CaptureClock();
    const delays = [0, 12, 3, 25, 0, 7];
    const times = delays.map((delay, index) => {
      const stamp = index * 33;
      return clock.captureTime((stamp + 500_000) * 1000, 1000 + stamp + delay);
    });
    times.forEach((time, index) => expect(Math.abs(time - (1000 + index * 33))).toBeLessThan(1));
  });

  it('follows a source whose stamps start anew', () => {
    const clock = new CaptureClock();
    clock.captureTime(90_000_000, 1000);
    expect(clock.captureTime(0, 1033)).toBe(1033);
  });

  it('follows a clock that drifts', () => {
    const clock = new CaptureClock();
    let time = 0;
    // The camera's clock runs 0.05% slow, for ten minutes: 300 ms in all.
    for (let now = 0; now < 600_000; now += 33) time = clock.captureTime(now * 0.9995 * 1000, now);
    expect(600_000 - time).toBeLessThan(50);
  });

  it('takes no time from the future or the distant past', () => {
    expect(plausibleCaptureTime(990, 1000)).toBe(990);
    expect(plausibleCaptureTime(1010, 1000)).toBe(1000);
    expect(plausibleCaptureTime(-9000, 1000)).toBe(1000);
    expect(plausibleCaptureTime(undefined, 1000)).toBe(1000);
  });
});

describe('frame gate', () => {
  function gated(): { gate: FrameGate; frames: SourceFrame[]; offer: (time: number) => FakeFrame } {
    const frames: SourceFrame[] = [];
    const gate = new FrameGate({ frame: (frame) => frames.push(frame), ended: () => undefined });
    const offer = (time: number): FakeFrame => {
      const fake = new FakeFrame();
      gate.offer(fake.image, time);
      return fake;
    };
    return { gate, frames, offer };
  }

  it('hands frames on, unclosed, at rising times', () => {
    const { frames, offer } = gated();
    const fakes = [offer(10), offer(10), offer(5), offer(20)];
    expect(fakes.map(({ closed }) => closed)).toEqual([0, 0, 0, 0]);
    const times = frames.map(({ captureTime }) => captureTime);
    expect(times[0]).toBe(10);
    expect(times[3]).toBe(20);
    for (let index = 1; index < 4; index++) expect(times[index]).toBeGreaterThan(times[index - 1] ?? 0);
  });

  it('closes what comes while held, but for one that was asked for', () => {
    const { gate, frames, offer } = gated();
    gate.hold();
    expect(offer(1).closed).toBe(1);
    gate.allowOne();
    expect(offer(2).closed).toBe(0);
    expect(offer(3).closed).toBe(1);
    gate.release();
    expect(offer(4).closed).toBe(0);
    expect(frames).toHaveLength(2);
  });

  it('lets nothing through once shut', () => {
    const { gate, frames, offer } = gated();
    gate.shut();
    gate.release();
    gate.allowOne();
    expect(offer(1).closed).toBe(1);
    expect(frames).toEqual([]);
  });
});
