import { SIZE_LADDER, type Tier } from '../protocol/quality';

/** A change of the working size's long side, and why, in a sentence for the user. */
export interface Step {
  readonly longSide: number;
  readonly reason: string;
}

/** What the working size has to keep within. */
export interface Limits {
  /** ms that a frame may take. */
  readonly budget: number;
  /** Largest long side allowed. */
  readonly maxSide: number;
  /** The network that is timed. */
  readonly tier: Tier;
  /** Timed passes before the first choice, of which the fastest counts; for stills, which get no second one. */
  readonly passes: number;
}

/** Part of the frame interval that a frame may take; the rest is for capture and the page. */
const BUDGET = 0.75;
/** A trial of a larger size must fit this part of the budget, or it is given up. */
const TRIAL_BUDGET = 0.9;
const WINDOW_MS = 1500;
const MIN_SAMPLES = 3;
/** Frames after a change that are not counted: they compile shaders and allocate. */
const WARM_UP_FRAMES = 2;
/** Calm needed before a trial; doubled by every failed one. */
const FIRST_PATIENCE_MS = 2000;
const MAX_PATIENCE_MS = 64_000;
/**
 * Part of a frame's cost that certainly grows with its area; at small sizes most of it does not. A size
 * is tried if it fits at this growth: the trial decides, and failed ones make the next wait longer.
 */
const AREA_PART = 0.25;

/**
 * Chooses the working size by measured frame times, after StyleCam: the median over 1.5 s against
 * a budget of 75% of the frame interval; down at once, up only by a trial, and trials that fail
 * make the next one wait longer.
 */
export class QualityController {
  private step = 0;
  private times: { at: number; ms: number }[] = [];
  private warmUp = WARM_UP_FRAMES;
  private measured = false;
  private firstPasses: number[] = [];
  private calmSince = 0;
  private patience = FIRST_PATIENCE_MS;
  private trial = false;

  constructor(private limits: Limits) {}

  /** The budget for a source with this many ms between frames; never less than `patience`. */
  static budgetFor(frameInterval: number, patience: number): number {
    return Math.max(BUDGET * frameInterval, patience);
  }

  get longSide(): number {
    return SIZE_LADDER[this.step] ?? SIZE_LADDER[0];
  }

  /** True once the first timed pass has told where to begin. */
  get started(): boolean {
    return this.measured;
  }

  /** Takes the next passes, at the size found so far, for the first ones again. */
  timeAnew(): void {
    this.measured = false;
    this.settle(0);
  }

  /**
   * Other limits, from the next frame on. With another ceiling the size found so far is the start;
   * with another budget or network it means nothing any more, and a pass at the bottom is timed anew.
   */
  retarget(limits: Limits): void {
    const { budget, maxSide, tier } = this.limits;
    const anew = limits.budget !== budget || limits.tier !== tier;
    if (!anew && limits.maxSide === maxSide) return;
    this.limits = limits;
    if (anew) this.step = 0;
    this.measured &&= !anew;
    while (this.step > 0 && !this.allowed(this.step)) this.step--;
    this.patience = FIRST_PATIENCE_MS;
    this.settle(0);
  }

  /**
   * Takes the time of a finished frame; returns the change it leads to, if any.
   * @param ms what the frame took
   * @param now ms on any steady clock
   */
  frame(ms: number, now: number): Step | null {
    if (this.warmUp > 0) {
      this.warmUp--;
      this.calmSince = now;
      return null;
    }
    if (!this.measured) {
      this.firstPasses.push(ms);
      return this.firstPasses.length < this.limits.passes ? null : this.start(now);
    }
    this.times = [...this.times, { at: now, ms }].filter(
      ({ at }, index, all) => now - at < WINDOW_MS || index >= all.length - MIN_SAMPLES,
    );
    if (this.times.length < MIN_SAMPLES) return null;
    const typical = median(this.times.map((time) => time.ms));
    if (this.trial) return this.judgeTrial(typical, now);
    if (typical > this.limits.budget) {
      // The machine has other things to do than before: what failed trials taught is out of date.
      this.patience = FIRST_PATIENCE_MS;
      return this.down(typical, now);
    }
    return this.mayTry(typical, now) ? this.up(typical, now) : null;
  }

  /** The first timed passes, usually at the bottom of the ladder, tell where to begin. */
  private start(now: number): Step | null {
    const ms = Math.min(...this.firstPasses);
    this.measured = true;
    const from = this.longSide;
    let step = this.step;
    while (this.allowed(step + 1) && ms * growth(this.step, step + 1, 1) <= this.limits.budget * BUDGET)
      step++;
    if (step === this.step) return null;
    this.step = step;
    this.settle(now);
    return {
      longSide: this.longSide,
      reason: `A pass at ${from} took ${format(ms)}, so ${this.longSide} is the start.`,
    };
  }

  private judgeTrial(typical: number, now: number): Step | null {
    if (typical > this.limits.budget * TRIAL_BUDGET) {
      this.patience = Math.min(MAX_PATIENCE_MS, this.patience * 2);
      return this.down(typical, now);
    }
    if (now - this.calmSince >= WINDOW_MS) {
      this.trial = false;
      this.patience = FIRST_PATIENCE_MS;
      this.calmSince = now;
    }
    return null;
  }

  private mayTry(typical: number, now: number): boolean {
    if (!this.allowed(this.step + 1) || now - this.calmSince < this.patience) return false;
    return typical * growth(this.step, this.step + 1, AREA_PART) <= this.limits.budget * TRIAL_BUDGET;
  }

  private up(typical: number, now: number): Step {
    this.step++;
    this.settle(now);
    this.trial = true;
    return { longSide: this.longSide, reason: `Frames take ${format(typical)}: trying ${this.longSide}.` };
  }

  private down(typical: number, now: number): Step | null {
    if (this.step === 0) return null;
    this.step--;
    this.settle(now);
    const limit = format(this.limits.budget);
    return {
      longSide: this.longSide,
      reason: `Frames took ${format(typical)} where ${limit} keeps up: down to ${this.longSide}.`,
    };
  }

  private settle(now: number): void {
    this.times = [];
    this.firstPasses = [];
    this.warmUp = WARM_UP_FRAMES;
    this.trial = false;
    this.calmSince = now;
  }

  private allowed(step: number): boolean {
    const side = SIZE_LADDER[step];
    return side !== undefined && side <= this.limits.maxSide;
  }
}

/** By how much a frame's cost grows between two steps if `part` of it is proportional to the area. */
function growth(from: number, to: number, part: number): number {
  const area = ((SIZE_LADDER[to] ?? 1) / (SIZE_LADDER[from] ?? 1)) ** 2;
  return 1 - part + part * area;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function format(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
