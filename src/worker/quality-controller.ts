import { TIER_TITLES, type Tier } from '../protocol/quality';
import { growth, type Rung } from './quality-plan';

/** A change of the working size's long side, or of the network, and why, in a sentence for the user. */
export interface Step {
  readonly rung: Rung;
  readonly reason: string;
}

/** What the controller has to keep within. */
export interface Limits {
  /** ms that a frame may take. */
  readonly budget: number;
  /** Where it may go, cheapest first; never empty. */
  readonly ladder: readonly Rung[];
  /** Networks that can paint at once, that of the first rung among them. */
  readonly ready: readonly Tier[];
  /** Timed passes before the first choice, of which the fastest counts; for stills, which get no second one. */
  readonly passes: number;
}

/** Part of the frame interval that a frame may take; the rest is for capture and the page. */
const BUDGET = 0.75;
/** A trial of a better rung must fit this part of the budget, or it is given up. */
const TRIAL_BUDGET = 0.9;
const WINDOW_MS = 1500;
const MIN_SAMPLES = 3;
/** Frames after a change that are not counted: they compile shaders and allocate. */
const WARM_UP_FRAMES = 2;
/** Calm needed before a trial; doubled by every failed one. */
const FIRST_PATIENCE_MS = 2000;
const MAX_PATIENCE_MS = 64_000;
/** Every fall back to a cheaper network, which everybody sees, makes the next trial wait so many times longer. */
const FALL_FACTOR = 4;
const MAX_FALL_PATIENCE_MS = 600_000;
/**
 * Part of a frame's cost that certainly grows with its area; at small sizes most of it does not. A size
 * is tried if it fits at this growth: the trial decides, and failed ones make the next wait longer.
 */
const AREA_PART = 0.25;

/**
 * Chooses working size and network by measured frame times, after StyleCam: the median over 1.5 s against
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
  /** Calm needed before another network is tried. */
  private fallPatience = FIRST_PATIENCE_MS;
  /** Where the rung on trial was tried from. */
  private trialFrom: number | null = null;
  /** What a frame took, as far as is known. */
  private known: { readonly rung: Rung; readonly ms: number } | null = null;
  private wished: Tier | null = null;

  constructor(private limits: Limits) {}

  /** The budget for a source with this many ms between frames; never less than `patience`. */
  static budgetFor(frameInterval: number, patience: number): number {
    return Math.max(BUDGET * frameInterval, patience);
  }

  get rung(): Rung {
    return this.at(this.step);
  }

  /** True once the first timed pass has told where to begin. */
  get started(): boolean {
    return this.measured;
  }

  /** A network that is not ready and would keep up; null where there is none. */
  get wish(): Tier | null {
    return this.wished;
  }

  /** Takes the next passes, on the rung found so far, for the first ones again. */
  timeAnew(): void {
    this.measured = false;
    this.settle(0);
  }

  /**
   * Other limits, from the next frame on. With the same budget the rung found so far is the start if it is still
   * there; else the next pass is timed on the best one that should keep up by what is known.
   */
  retarget(limits: Limits): void {
    const before = this.limits;
    const { rung } = this;
    this.limits = limits;
    this.wished = null;
    const anew = limits.budget !== before.budget;
    if (!anew && sameLadder(limits.ladder, before.ladder)) return;
    const place = anew ? null : lastFitting(limits.ladder, rung);
    this.step = place ?? this.forecast();
    this.measured &&= place !== null;
    this.patience = FIRST_PATIENCE_MS;
    this.fallPatience = FIRST_PATIENCE_MS;
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
    this.known = { rung: this.rung, ms: typical };
    if (this.trialFrom !== null) return this.judgeTrial(typical, this.trialFrom, now);
    if (typical > this.limits.budget) {
      // The machine has other things to do than before: what failed trials taught is out of date.
      this.patience = FIRST_PATIENCE_MS;
      return this.down(this.step - 1, typical, now);
    }
    const better = this.worthTrying(typical, now);
    return better === null ? null : this.up(better, typical, now);
  }

  /**
   * The first timed passes, usually at the bottom of the ladder, tell where to begin. There they are timed again: a
   * small picture's time hardly tells what a large one takes.
   */
  private start(now: number): Step | null {
    const ms = Math.min(...this.firstPasses);
    const { rung } = this;
    this.known = { rung, ms };
    const step = this.farthest(this.step, ms);
    if (step === this.step) {
      this.measured = true;
      this.times = [{ at: now, ms }];
      return null;
    }
    return this.go(
      step,
      now,
      (there) => `Starting with ${there}: a frame of ${rung.longSide} took ${format(ms)}.`,
    );
  }

  private judgeTrial(typical: number, from: number, now: number): Step | null {
    if (typical > this.limits.budget * TRIAL_BUDGET) {
      this.patience = Math.min(MAX_PATIENCE_MS, this.patience * 2);
      return this.down(from, typical, now);
    }
    if (now - this.calmSince >= WINDOW_MS) {
      this.trialFrom = null;
      this.patience = FIRST_PATIENCE_MS;
      this.calmSince = now;
    }
    return null;
  }

  /** The step that is to be tried: the farthest that surely fits, else the next one if it may. */
  private worthTrying(typical: number, now: number): number | null {
    const calm = now - this.calmSince;
    const next = this.step + 1;
    if (next >= this.limits.ladder.length || calm < this.patience) return null;
    const sure = this.farthest(this.step, typical, calm >= this.fallPatience);
    if (sure > this.step) return sure;
    const { rung } = this;
    // Another network is tried only where it fits by its full cost: everybody sees the change.
    if (this.at(next).tier !== rung.tier) return null;
    return typical * growth(rung, this.at(next), AREA_PART) <= this.limits.budget * TRIAL_BUDGET
      ? next
      : null;
  }

  private up(step: number, typical: number, now: number): Step {
    const from = this.step;
    const change = this.go(step, now, (there) => `Trying ${there}: frames take ${format(typical)}.`);
    this.trialFrom = from;
    return change;
  }

  private down(step: number, typical: number, now: number): Step | null {
    if (step < 0) return null;
    const limit = format(this.limits.budget);
    if (this.at(step).tier !== this.rung.tier) {
      this.fallPatience = Math.min(MAX_FALL_PATIENCE_MS, this.fallPatience * FALL_FACTOR);
    }
    return this.go(
      step,
      now,
      (there) => `Down to ${there}: frames took ${format(typical)} where ${limit} keeps up.`,
    );
  }

  private go(step: number, now: number, reason: (there: string) => string): Step {
    const { tier } = this.rung;
    this.step = step;
    this.settle(now);
    const { rung } = this;
    const size = `${rung.longSide} pixels`;
    const there = rung.tier === tier ? size : `${TIER_TITLES[rung.tier]} at ${size}`;
    return { rung, reason: reason(there) };
  }

  /**
   * The last step from `from` on that keeps up even if all of a frame's cost grows, frames taking `ms` there;
   * a network on the way that is not ready is wished for.
   */
  private farthest(from: number, ms: number, otherNetworks = true): number {
    const { ladder, ready, budget } = this.limits;
    const here = this.at(from);
    let step = from;
    for (const [index, rung] of ladder.entries()) {
      if (index <= from) continue;
      if (ms * growth(here, rung, 1) > budget * BUDGET) break;
      if (rung.tier !== here.tier && !otherNetworks) break;
      if (!ready.includes(rung.tier)) {
        this.wished = rung.tier;
        break;
      }
      step = index;
    }
    return step;
  }

  /** The best step that should keep up by what frames took before, on whatever ladder. */
  private forecast(): number {
    const { ladder, ready, budget } = this.limits;
    const { known } = this;
    if (!known) return 0;
    const fits = (rung: Rung) =>
      ready.includes(rung.tier) && known.ms * growth(known.rung, rung, 1) <= budget * BUDGET;
    return ladder.reduce((best, rung, step) => (fits(rung) ? step : best), 0);
  }

  private settle(now: number): void {
    this.times = [];
    this.firstPasses = [];
    this.warmUp = WARM_UP_FRAMES;
    this.trialFrom = null;
    this.calmSince = now;
  }

  private at(step: number): Rung {
    const rung = this.limits.ladder[step];
    if (!rung) throw new Error(`the ladder has no step ${step}`);
    return rung;
  }
}

function sameLadder(one: readonly Rung[], other: readonly Rung[]): boolean {
  const same = (a: Rung, b: Rung | undefined) => a.tier === b?.tier && a.longSide === b.longSide;
  return one.length === other.length && one.every((rung, step) => same(rung, other[step]));
}

/** The last step of the same network that is no larger. */
function lastFitting(ladder: readonly Rung[], { tier, longSide }: Rung): number | null {
  const fits = (rung: Rung) => rung.tier === tier && rung.longSide <= longSide;
  return ladder.reduce<number | null>((last, rung, step) => (fits(rung) ? step : last), null);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function format(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
