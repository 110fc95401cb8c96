import { describe, expect, test } from 'vitest';
import { SIZE_LADDER, TIERS, type Tier } from '../../../src/protocol/quality';
import { QualityController, type Limits } from '../../../src/worker/quality-controller';
import type { Rung } from '../../../src/worker/quality-plan';
import { frameTime, Simulation, type Machine } from './simulated-machine';

const INTERVAL = 1000 / 30;
const BUDGET = QualityController.budgetFor(INTERVAL, 0);
const TOP = 1280;

function rungs(maxSide: number, tier: Tier = 'lite'): readonly Rung[] {
  return SIZE_LADDER.filter((side, step) => step === 0 || side <= maxSide).map((longSide) => ({
    tier,
    longSide,
  }));
}

function limitsFor(maxSide: number, change: Partial<Limits> = {}): Limits {
  return { budget: BUDGET, ladder: rungs(maxSide), ready: TIERS, passes: 1, ...change };
}

function controllerFor(maxSide = TOP): QualityController {
  return new QualityController(limitsFor(maxSide));
}

function simulate(machine: Machine, maxSide = TOP): Simulation {
  return new Simulation(controllerFor(maxSide), machine, INTERVAL);
}

/** Feeds frames of one time, 33 ms apart, until the controller changes something. */
function feed(controller: QualityController, ms: number, from: number, frames: number) {
  for (let frame = 0; frame < frames; frame++) {
    const step = controller.frame(ms, from + frame * INTERVAL);
    if (step) return { step, frame };
  }
  return null;
}

/** A controller that has settled at 256 and been calm. */
function settledAt256(): QualityController {
  const controller = controllerFor(256);
  expect(feed(controller, 0.5, 0, 3)?.step.rung.longSide).toBe(256);
  expect(feed(controller, 10, 100, 60)).toBeNull();
  return controller;
}

test('the budget is 75% of the interval, or what the quality is worth waiting for', () => {
  expect(QualityController.budgetFor(40, 0)).toBe(30);
  expect(QualityController.budgetFor(40, 120)).toBe(120);
  expect(QualityController.budgetFor(0, 1500)).toBe(1500);
});

describe('the start', () => {
  test('is the bottom of the ladder until a pass has been timed; the first frames do not count', () => {
    const controller = controllerFor(TOP);
    expect(controller.rung.longSide).toBe(64);
    expect(controller.frame(900, 0)).toBeNull();
    expect(controller.frame(300, 1000)).toBeNull();
    expect(controller.started).toBe(false);
    const step = controller.frame(1, 1400);
    expect(step?.rung.longSide).toBe(256);
    expect(step?.reason).toBe('Starting with 256 pixels: a frame of 64 took 1.0 ms.');
  });

  test('goes on as long as larger pictures turn out to be cheap, without waiting for a trial', () => {
    // Most of a small picture's time has nothing to do with its area.
    const { changes } = simulate({ ms: 1, areaPart: 0.1 }).run(2);
    expect(changes.map(({ to }) => to)).toEqual([256, 640]);
    expect(changes.every(({ reason }) => reason.startsWith('Starting with'))).toBe(true);
    expect(changes.at(-1)?.at).toBeLessThan(500);
  });

  test('is over once a size is the best that fits', () => {
    const controller = controllerFor(TOP);
    feed(controller, 1, 0, 3);
    expect(controller.started).toBe(false);
    feed(controller, BUDGET * 0.9, 1000, 3);
    expect([controller.started, controller.rung.longSide]).toEqual([true, 256]);
  });

  test.each([0.01, 0.1, 0.5, 2, 5, 20, 100, 800])('at %d ms a pass is a size that fits', (ms) => {
    const controller = controllerFor(TOP);
    feed(controller, ms, 0, 3);
    const cost = ms * (controller.rung.longSide / 64) ** 2;
    if (controller.rung.longSide > 64) expect(cost).toBeLessThanOrEqual(BUDGET);
  });
});

test('timed anew at every size, a still picture comes to the largest that fits', () => {
  // At 64 most of a pass has nothing to do with the area, which hides how large a picture may be.
  const machine = { ms: 40, areaPart: 0.1 };
  const controller = new QualityController(limitsFor(TOP, { budget: 1500, passes: 3 }));
  const sizes: number[] = [];
  // As the worker does: it paints again as long as there is something to find out.
  for (let pass = 0, wanted = true; wanted; pass++) {
    const starting = !controller.started;
    // Every other pass another program is in the way.
    const ms = frameTime(machine, controller.rung) * (pass % 2 === 0 ? 20 : 1);
    const step = controller.frame(ms, pass * 1000);
    wanted = starting || step !== null;
    if (!step) continue;
    sizes.push(step.rung.longSide);
    controller.timeAnew();
  }
  expect(sizes).toEqual([256, 640, 960]);
  expect(frameTime(machine, { tier: 'lite', longSide: 960 })).toBeLessThanOrEqual(1500);
});

describe('down', () => {
  test('at once when frames take more than the budget, one step at a time', () => {
    const controller = settledAt256();
    // Half of the window has to be slow before the median is.
    const down = feed(controller, BUDGET * 1.05, 100 + 60 * INTERVAL, 60);
    expect(down?.step.rung.longSide).toBe(192);
    expect((down?.frame ?? 0) * INTERVAL).toBeLessThan(1000);
    expect(down?.step.reason).toBe('Down to 192 pixels: frames took 26 ms where 25 ms keeps up.');
  });

  test('within three frames of a size that turned out too slow', () => {
    const controller = controllerFor(256);
    feed(controller, 0.5, 0, 3);
    expect(feed(controller, 800, 100, 10)).toMatchObject({ frame: 4, step: { rung: { longSide: 192 } } });
  });

  test('not for one slow frame, nor for one in three', () => {
    const controller = settledAt256();
    for (let frame = 0; frame < 300; frame++) {
      const ms = frame % 3 === 0 ? 200 : 15;
      expect(controller.frame(ms, 3000 + frame * INTERVAL)).toBeNull();
    }
  });

  test('never below the bottom', () => {
    const { changes } = simulate({ ms: 800, areaPart: 0.9 }).run(120);
    expect(changes).toEqual([]);
  });
});

describe('up', () => {
  test('only by a trial, which says so', () => {
    // The start is careful: 0.7 ms × 16 would fit at 256, and so does 384 once it is tried.
    const { changes } = simulate({ ms: 0.68, areaPart: 0.9 }).run(20);
    expect(changes.map(({ to }) => to)).toEqual([256, 384]);
    expect(changes[1]?.reason).toMatch(/^Trying 384 pixels: frames take 9\.9 ms\.$/);
    expect((changes[1]?.at ?? 0) - (changes[0]?.at ?? 0)).toBeGreaterThan(2000);
  });

  test('a trial that leaves less than a tenth of the budget is given up, and the next waits twice as long', () => {
    // Grows faster than the prediction: every trial of 384 fails.
    const machine = { ms: BUDGET / 36 / 0.95, areaPart: 1 };
    const { changes } = simulate(machine).run(300);
    const trials = changes.filter(({ to, reason }) => to === 384 && reason.includes('Trying'));
    const waits = trials.slice(1).map(({ at }, index) => at - (trials[index]?.at ?? 0));
    expect(waits.length).toBeGreaterThanOrEqual(4);
    for (const [index, wait] of waits.slice(1, 5).entries()) {
      expect(wait / (waits[index] ?? NaN)).toBeGreaterThan(1.7);
      expect(wait / (waits[index] ?? NaN)).toBeLessThan(2.2);
    }
    // No longer than a minute and a bit, or a machine that becomes free is never used.
    expect(Math.max(...waits)).toBeLessThan(70_000);
  });

  test('never above the ceiling', () => {
    for (const ceiling of [64, 100, 384, 1280]) {
      const simulation = simulate({ ms: 0.001, areaPart: 1 }, ceiling).run(60);
      const most = SIZE_LADDER.filter((side) => side <= ceiling).at(-1);
      expect(simulation.controller.rung.longSide).toBe(most);
      expect(Math.max(64, ...simulation.changes.map(({ to }) => to))).toBe(most);
    }
  });
});

/** From a discrete GPU to a software adapter. */
const SPEEDS = Array.from({ length: 40 }, (_, index) => 0.02 * (800 / 0.02) ** (index / 39));

describe.each([
  { areaPart: 0.5, noise: 0 },
  { areaPart: 0.7, noise: 0.1 },
  { areaPart: 0.9, noise: 0.1 },
  { areaPart: 1, noise: 0.3 },
])('on machines of every speed (area part $areaPart, noise $noise)', ({ areaPart, noise }) => {
  test('it settles where frames fit and does not oscillate', () => {
    for (const ms of SPEEDS) {
      const machine = { ms, areaPart, noise };
      const simulation = simulate(machine).run(60);
      const where = `${ms} ms a pass`;
      // Failed trials are turns; their patience doubles: 2, 4, 8, 16 s.
      expect(simulation.turns(), where).toBeLessThanOrEqual(10);
      simulation.run(60);
      expect(simulation.turns(60_000), where).toBeLessThanOrEqual(3);
      const { longSide } = simulation.controller.rung;
      const trying = simulation.changes.at(-1)?.reason.includes('Trying') ?? false;
      if (longSide > 64 && !trying) {
        expect(frameTime(machine, { tier: 'lite', longSide }), where).toBeLessThanOrEqual(BUDGET * 1.02);
      }
    }
  });

  test('it is no more careful than it needs to be', () => {
    for (const ms of SPEEDS) {
      const machine = { ms, areaPart, noise };
      const { longSide } = simulate(machine).run(120).controller.rung;
      const next = SIZE_LADDER.find((side) => side > longSide) ?? Infinity;
      const most = 0.8;
      if (next <= TOP)
        expect(frameTime(machine, { tier: 'lite', longSide: next }), `${ms} ms a pass`).toBeGreaterThan(
          BUDGET * most,
        );
    }
  });
});

test('another load on the machine is followed down and up again', () => {
  const load = (seconds: number) => (seconds > 30 && seconds < 60 ? 4 : 1);
  const simulation = simulate({ ms: 0.5, areaPart: 0.9, noise: 0.1, load });
  const before = simulation.run(30).controller.rung.longSide;
  const during = simulation.run(30).controller.rung.longSide;
  const after = simulation.run(90).controller.rung.longSide;
  expect(during).toBeLessThan(before);
  expect(after).toBe(before);
});

describe('other limits', () => {
  test('a lower ceiling holds from the next frame on', () => {
    const { controller } = simulate({ ms: 0.1, areaPart: 0.9 }).run(20);
    expect(controller.rung.longSide).toBeGreaterThan(384);
    controller.retarget(limitsFor(384));
    expect(controller.rung.longSide).toBe(384);
  });

  test('the same limits change nothing', () => {
    const simulation = simulate({ ms: 0.5, areaPart: 0.9 }).run(20);
    const undisturbed = simulate({ ms: 0.5, areaPart: 0.9 }).run(80);
    const { longSide } = simulation.controller.rung;
    simulation.controller.retarget(limitsFor(TOP));
    expect(simulation.controller.rung.longSide).toBe(longSide);
    // Two runs add up their times in another order than one.
    const inWholeMs = ({ changes }: Simulation) =>
      changes.map((change) => ({ ...change, at: Math.round(change.at) }));
    expect(inWholeMs(simulation.run(60))).toEqual(inWholeMs(undisturbed));
  });

  test('a higher ceiling is climbed to', () => {
    const simulation = simulate({ ms: 0.01, areaPart: 0.9 }, 384).run(20);
    expect(simulation.controller.rung.longSide).toBe(384);
    simulation.controller.retarget(limitsFor(TOP));
    expect(simulation.run(60).controller.rung.longSide).toBeGreaterThan(384);
  });

  test.each([
    ['budget: a still picture after a camera', { budget: 1500 }],
    ['budget: a faster camera', { budget: BUDGET / 2 }],
    ['network', { ladder: rungs(TOP, 'johnson') }],
  ])('another %s begins with what should keep up by what is known, and is timed anew', (_, change) => {
    const machine = { ms: 0.1, areaPart: 0.9 };
    const simulation = simulate(machine).run(20);
    const limits = limitsFor(TOP, change);
    simulation.controller.retarget(limits);
    const { rung, started } = simulation.controller;
    expect(started).toBe(false);
    expect(frameTime(machine, rung)).toBeLessThanOrEqual(limits.budget);
    expect(rung.tier).toBe(limits.ladder[0]?.tier);
    expect(rung.longSide).toBeGreaterThanOrEqual(192);
  });

  test('with nothing known it begins at the bottom', () => {
    const controller = controllerFor();
    controller.retarget(limitsFor(TOP, { budget: 1500 }));
    expect(controller.rung.longSide).toBe(64);
  });
});
