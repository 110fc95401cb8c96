/** A machine whose frames take as long as they are told to, seen through the quality controller. */
import { SIZE_LADDER, type Tier } from '../../../src/protocol/quality';
import type { QualityController } from '../../../src/worker/quality-controller';
import type { Rung } from '../../../src/worker/quality-plan';

export interface Machine {
  /** ms of a frame of the cheapest network at the bottom of the ladder. */
  readonly ms: number;
  /** Part of that which grows with the area. */
  readonly areaPart: number;
  /** Spread of the frame times, as a part of them. */
  readonly noise?: number;
  /** Slows the machine down (or up) over time, s. */
  readonly load?: (seconds: number) => number;
  /** What a frame of another network costs, as a multiple of the cheapest one's. */
  readonly times?: Partial<Readonly<Record<Tier, number>>>;
}

export interface Change {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly network: Tier;
  readonly reason: string;
}

/** The same sequence for the same seed, 0…1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** What the networks cost where nothing else is said; measured, a frame of `standard` takes three times as long. */
const TIMES: Readonly<Record<Tier, number>> = { lite: 1, standard: 3, johnson: 9 };

export function frameTime(machine: Machine, { tier, longSide }: Rung, seconds = 0): number {
  const { ms, areaPart, load, times } = machine;
  const area = (times?.[tier] ?? TIMES[tier]) * (longSide / SIZE_LADDER[0]) ** 2;
  return ms * (1 - areaPart + areaPart * area) * (load?.(seconds) ?? 1);
}

/** Runs a live source for some time; `now` goes on from one run to the next. */
export class Simulation {
  now = 0;
  readonly changes: Change[] = [];
  private readonly next = random(1);

  constructor(
    readonly controller: QualityController,
    readonly machine: Machine,
    readonly interval: number,
  ) {}

  run(seconds: number): this {
    const end = this.now + seconds * 1000;
    let atThisSize = 0;
    while (this.now < end) {
      const { rung } = this.controller;
      const noise = 1 + (this.machine.noise ?? 0) * (this.next() * 2 - 1);
      // The first frame of a size compiles and allocates.
      const cold = atThisSize++ === 0 ? 5 : 1;
      const ms = frameTime(this.machine, rung, this.now / 1000) * noise * cold;
      // The next frame of the source comes when the one before is done, or later.
      this.now += Math.max(this.interval, Math.ceil(ms / this.interval) * this.interval);
      const step = this.controller.frame(ms, this.now);
      if (!step) continue;
      atThisSize = 0;
      const { tier: network, longSide: to } = step.rung;
      this.changes.push({ at: this.now, from: rung.longSide, to, network, reason: step.reason });
    }
    return this;
  }

  /** Changes of direction: up and down again, or the other way round. */
  turns(since = 0): number {
    const ways = this.changes.filter(({ at }) => at >= since).map(({ from, to }) => Math.sign(to - from));
    return ways.filter((way, index) => index > 0 && way !== ways[index - 1]).length;
  }
}
