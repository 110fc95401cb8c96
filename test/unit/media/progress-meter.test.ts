import { afterEach, expect, test, vi } from 'vitest';
import type { ExportPlan, ExportProgress } from '../../../src/protocol/media';
import { ProgressMeter } from '../../../src/media/worker/progress-meter';

afterEach(() => vi.useRealTimers());

/** Thumbnails cannot be drawn here, which is no reason to end an export. */
const FRAME = {} as VideoFrame;

test('the rate is that of lately, and a pause is no slowness', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const told: ExportProgress[] = [];
  const plan = { range: { start: 0, end: 10 }, frames: 100 } as ExportPlan;
  const meter = new ProgressMeter(
    plan,
    0,
    () => 0,
    () => null,
    (progress) => told.push(progress),
  );
  const paint = (frames: number) => {
    for (let frame = 0; frame < frames; frame++) {
      vi.advanceTimersByTime(100);
      meter.frame(FRAME, { timestamp: meter.framesDone / 10, duration: 0.1 });
    }
    meter.finished();
    return told.at(-1);
  };
  expect(paint(20)).toMatchObject({ framesDone: 20, share: 0.2, secondsLeft: 8 });
  vi.advanceTimersByTime(5000);
  meter.interrupted();
  const progress = paint(10);
  expect(progress?.fps).toBeCloseTo(10);
  expect(progress?.secondsLeft).toBeCloseTo(7);
});
