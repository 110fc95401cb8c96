/** Auto's choice between the cheapest network and the standard one, on machines of made-up speeds. */
import { describe, expect, test } from 'vitest';
import type { Tier } from '../../../src/protocol/quality';
import { QualityController } from '../../../src/worker/quality-controller';
import { qualityPlan, STILL_PASSES, STILL_PATIENCE } from '../../../src/worker/quality-plan';
import { frameTime, Simulation, type Machine } from './simulated-machine';

const INTERVAL = 1000 / 30;
const BUDGET = QualityController.budgetFor(INTERVAL, 0);
const { ladder } = qualityPlan('auto', ['lite', 'standard']);

/** Paints 640×360 in so many ms with the cheapest network. */
function machine(ms: number, change: Partial<Machine> = {}): Machine {
  // At the bottom of the ladder most of a frame has nothing to do with its area.
  const areaPart = 0.1;
  return { ms: ms / (1 - areaPart + areaPart * 100), areaPart, noise: 0.1, ...change };
}

function auto(ready: readonly Tier[] = ['lite', 'standard']): QualityController {
  return new QualityController({ budget: BUDGET, ladder, ready, passes: 1 });
}

function simulate(theMachine: Machine, controller = auto()): Simulation {
  return new Simulation(controller, theMachine, INTERVAL);
}

/** How often the network changed. */
function changes({ changes }: Simulation, since = 0): number {
  let network: Tier = 'lite';
  return changes.filter((change) => {
    const changed = change.network !== network;
    network = change.network;
    return changed && change.at >= since;
  }).length;
}

/** ms at 640 in the cheapest network. */
const FAST = [0.2, 0.5, 1, 2, 3, 4, 5];
const SLOW = [9, 12, 20, 50, 200, 2000];

test.each(FAST)('a machine of %d ms comes to the standard network, and stays', (ms) => {
  const simulation = simulate(machine(ms)).run(60);
  expect(simulation.controller.rung.tier).toBe('standard');
  expect(changes(simulation)).toBe(1);
  simulation.run(600);
  expect(changes(simulation)).toBe(1);
  expect(frameTime(simulation.machine, simulation.controller.rung)).toBeLessThanOrEqual(BUDGET * 1.02);
});

test.each(SLOW)('a machine of %d ms keeps to the cheapest network, and never tries another', (ms) => {
  const simulation = simulate(machine(ms)).run(600);
  expect(changes(simulation)).toBe(0);
});

test('the change is told by name', () => {
  const { changes } = simulate(machine(2)).run(60);
  const change = changes.find(({ network }) => network === 'standard');
  expect(change?.reason).toMatch(/^(Starting with|Trying) Balanced at (640|960) pixels: /);
});

describe('a standard network that', () => {
  test('takes far longer than it should is given up, and tried ever more rarely', () => {
    const simulation = simulate(machine(5, { times: { standard: 12 } })).run(3600);
    expect(simulation.controller.rung).toEqual({ tier: 'lite', longSide: 960 });
    // Each trial is two changes.
    expect(changes(simulation)).toBeGreaterThanOrEqual(2);
    expect(changes(simulation)).toBeLessThanOrEqual(20);
    expect(changes(simulation, 900_000)).toBeLessThanOrEqual(10);
  });

  test('does not keep up any more is left, and come back to once the machine is free', () => {
    const load = (seconds: number) => (seconds > 60 && seconds < 90 ? 6 : 1);
    const simulation = simulate(machine(3, { load }));
    expect(simulation.run(55).controller.rung.tier).toBe('standard');
    expect(simulation.run(30).controller.rung.tier).toBe('lite');
    expect(simulation.run(60).controller.rung.tier).toBe('standard');
    expect(changes(simulation)).toBe(3);
  });

  test('keeps up only now and then is not flapped to', () => {
    const load = (seconds: number) => (seconds % 20 < 10 ? 4 : 1);
    const simulation = simulate(machine(4, { load })).run(3600);
    expect(changes(simulation)).toBeLessThanOrEqual(12);
    expect(changes(simulation, 1_800_000)).toBeLessThanOrEqual(2);
  });
});

describe('a network that is not ready', () => {
  test('is wished for once it would keep up, and painted with as soon as it is there', () => {
    const controller = auto(['lite']);
    const simulation = simulate(machine(2), controller).run(60);
    expect(controller.rung.tier).toBe('lite');
    expect(controller.wish).toBe('standard');
    controller.retarget({ budget: BUDGET, ladder, ready: ['lite', 'standard'], passes: 1 });
    expect(controller.wish).toBeNull();
    expect(simulation.run(2).controller.rung.tier).toBe('standard');
    expect(simulation.changes.filter(({ reason }) => reason.includes('Down'))).toEqual([]);
  });

  test('is not wished for where it would not keep up', () => {
    const controller = auto(['lite']);
    simulate(machine(20), controller).run(120);
    expect(controller.wish).toBeNull();
  });

  test('and cannot be had leaves the cheapest one, larger', () => {
    const controller = auto(['lite']);
    const simulation = simulate(machine(1), controller).run(60);
    const without = qualityPlan('auto', ['lite']).ladder;
    controller.retarget({ budget: BUDGET, ladder: without, ready: ['lite'], passes: 1 });
    expect(simulation.run(30).controller.rung).toEqual({ tier: 'lite', longSide: 1280 });
  });
});

describe('a still picture', () => {
  /** As the worker paints it: again as long as there is something to find out. */
  function paint(theMachine: Machine, controller: QualityController) {
    for (let pass = 0, wanted = true; wanted; pass++) {
      const starting = !controller.started;
      const step = controller.frame(frameTime(theMachine, controller.rung), pass * 1000);
      if (step) controller.timeAnew();
      wanted = starting || step !== null;
    }
    return controller.rung;
  }

  const limits = { budget: STILL_PATIENCE, ladder, passes: STILL_PASSES };

  test('has time for the standard network where live pictures have not', () => {
    const slow = machine(40);
    const controller = new QualityController({ ...limits, ready: ['lite'] });
    expect(paint(slow, controller)).toEqual({ tier: 'lite', longSide: 960 });
    expect(controller.wish).toBe('standard');
    controller.retarget({ ...limits, ready: ['lite', 'standard'] });
    controller.timeAnew();
    const rung = paint(slow, controller);
    expect(rung).toEqual({ tier: 'standard', longSide: 1280 });
    expect(frameTime(slow, rung)).toBeLessThanOrEqual(STILL_PATIENCE);
  });

  test('stays with the cheapest where even that takes long', () => {
    const controller = new QualityController({ ...limits, ready: ['lite'] });
    expect(paint(machine(700), controller).tier).toBe('lite');
    expect(controller.wish).toBeNull();
  });
});
