import { expect, test } from 'vitest';
import type { PainterJob } from '../../../src/protocol/media';
import { exportPlan } from '../../../src/worker/export-plan';

const JOB: PainterJob = {
  paint: { mix: { weights: {}, strength: 1 }, quality: 'fast', workingSide: null, smoothing: 0 },
  size: { width: 1920, height: 1080 },
};

test('an export takes the best of its quality, whatever the display keeps up with', () => {
  const live = { tier: 'lite', longSide: 64, ceiling: Infinity } as const;
  expect(exportPlan(JOB, live)).toEqual({ tier: 'lite', workingSize: { width: 384, height: 216 } });
});

test('it is no larger than the display has memory for, unless its network needs less', () => {
  const live = { longSide: 64, ceiling: 192 } as const;
  const width = (tier: 'lite' | 'johnson', workingSide: number | null) =>
    exportPlan({ ...JOB, paint: { ...JOB.paint, workingSide } }, { ...live, tier }).workingSize.width;
  expect([width('lite', null), width('lite', 512), width('johnson', null)]).toEqual([192, 192, 384]);
});
