/** Which buffers a network's maps share: the peak memory of a frame. */
import { describe, expect, test } from 'vitest';
import { planExecution, type ExecutionPlan } from '../../../src/engine/webgpu/execution-plan';
import { vectorBytes } from '../../../src/engine/webgpu/dialect';
import { randomModel } from '../../browser/engine/random-model';
import { readModel, TRAINED } from '../../models';

const FULL_HD = { width: 1920, height: 1080 };

/** MiB of a tier's maps in float16 at 1920×1080, as docs/decisions/0011 states them. */
const STATED = [
  ['lite', 59.3],
  ['standard', 89.0],
  ['johnson', 253.1],
] as const;

/** Maps that hold something during each step: written or read then, or written before and read later. */
function aliveMaps({ steps, maps }: ExecutionPlan): number[][] {
  const uses = maps.map((): number[] => []);
  steps.forEach(({ input, output }, step) => {
    const touched = [output, ...(input.kind === 'map' ? [input.main.map, input.plus?.map, input.keep] : [])];
    for (const map of touched) uses[map ?? -1]?.push(step);
  });
  return steps.map((_, step) =>
    maps.flatMap((_map, map) => {
      const of = uses[map] ?? [];
      return Math.min(...of) <= step && step <= Math.max(...of) ? [map] : [];
    }),
  );
}

/**
 * The least that whole buffers can do with, in vec4: the largest maps of any step need a buffer each, and so do the
 * second largest, and so on.
 */
function leastLength(plan: ExecutionPlan): number {
  const lengths = aliveMaps(plan).map((alive) =>
    alive
      .map((map) => {
        const { size, groups } = plan.maps[map] ?? { size: { width: 0, height: 0 }, groups: 0 };
        return size.width * size.height * groups;
      })
      .sort((a, b) => b - a),
  );
  const most = Math.max(...lengths.map((of) => of.length));
  return Array.from({ length: most }, (_, rank) => Math.max(...lengths.map((of) => of[rank] ?? 0))).reduce(
    (sum, length) => sum + length,
    0,
  );
}

const lengthOf = ({ buffers }: ExecutionPlan) => buffers.reduce((sum, length) => sum + length, 0);

describe('maps of a network', () => {
  test('never lie in a buffer that another one still needs', () => {
    const specs = [
      ...TRAINED.map((tier) => readModel(tier).spec),
      ...Array.from({ length: 50 }, (_, seed) => randomModel(seed).model.spec),
    ];
    for (const spec of specs) {
      const plan = planExecution(spec, { width: 53, height: 39 });
      for (const alive of aliveMaps(plan)) {
        const buffers = alive.map((map) => plan.maps[map]?.buffer);
        expect(new Set(buffers).size, spec.layers.map(({ name }) => name).join()).toBe(alive.length);
      }
    }
  });

  test.each(STATED.filter(([tier]) => TRAINED.includes(tier)))(
    'take as little as whole buffers can: %s in float16 at 1920×1080, %f MiB',
    (tier, mebibytes) => {
      const plan = planExecution(readModel(tier).spec, FULL_HD);
      expect(lengthOf(plan)).toBe(leastLength(plan));
      expect((lengthOf(plan) * vectorBytes('f16')) / 2 ** 20).toBeCloseTo(mebibytes, 1);
    },
  );
});
