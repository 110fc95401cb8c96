import type { Losses, OptimizeProgress } from '../protocol/optimize';
import type { LevelPlan } from './schedule';

/** Speed is that of the last so many ms. */
const WINDOW_MS = 4000;
/** Reports are sent together so often at most, ms. */
const SEND_EVERY_MS = 100;

interface Mark {
  readonly time: number;
  readonly iteration: number;
  readonly pixels: number;
}

/** Turns finished iterations into reports with speed and time left, and sends them in batches. */
export class ProgressBook {
  private marks: Mark[] = [];
  private unsent: OptimizeProgress[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lastSent = -Infinity;

  constructor(
    private readonly levels: readonly LevelPlan[],
    private readonly send: (reports: readonly OptimizeProgress[]) => void,
  ) {}

  /** @param now ms on a clock that stands still while the job is paused */
  add(iteration: number, losses: Losses, now: number): OptimizeProgress {
    const level = this.levelOf(iteration);
    const pixels = level ? level.size.width * level.size.height : 0;
    // A larger size is slower: what was measured before tells nothing of it.
    this.marks = this.marks.filter((mark) => now - mark.time < WINDOW_MS && mark.pixels === pixels);
    this.marks.push({ time: now, iteration, pixels });
    const report = { iteration, losses, ...this.speed(iteration, now, pixels) };
    this.unsent.push(report);
    this.sendSoon();
    return report;
  }

  /** Sends what was not sent yet. */
  flush(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    if (this.unsent.length === 0) return;
    this.lastSent = performance.now();
    this.send(this.unsent.splice(0));
  }

  private speed(iteration: number, now: number, pixels: number) {
    const first = this.marks[0];
    if (!first || first.iteration === iteration) return { perSecond: 0, timeLeft: null };
    const perSecond = ((iteration - first.iteration) * 1000) / Math.max(now - first.time, 1);
    const work = this.levels.reduce((sum, { size, from, to }) => {
      const left = Math.max(0, to - Math.max(from, iteration));
      return sum + left * ((size.width * size.height) / pixels);
    }, 0);
    return { perSecond, timeLeft: work / perSecond };
  }

  private levelOf(iteration: number): LevelPlan | undefined {
    return this.levels.find(({ to }) => iteration < to) ?? this.levels.at(-1);
  }

  private sendSoon(): void {
    const wait = this.lastSent + SEND_EVERY_MS - performance.now();
    if (wait <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }
}
