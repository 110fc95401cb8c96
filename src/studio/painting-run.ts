import { ImpastoError, toErrorReport, type ErrorReport } from '../protocol/errors';
import type { OptimizeEnd, OptimizeEvents, OptimizeJob } from '../protocol/optimize';
import { bitmapsOf, type OptimizerLink } from './optimizer-link';
import type { PaintingStatus } from './painting';
import type { PaintingRecipe } from './painting-recipe';
import { PaintingRecord, type RestoredPictures, type StoredPicture, type StoredRun } from './painting-record';

/** While a run works its picture is fetched so often, ms: no more than that is lost with a tab or a device. */
const CHECK_EVERY_MS = 15_000;

/** Failures after which another renderer comes by itself, to go on with. */
const RENDERERS_FAULT: ReadonlySet<string> = new Set(['device-lost', 'worker-crashed']);

export interface RunHost {
  /** The optimizer of the renderer there is. */
  optimizer(): Promise<OptimizerLink>;
  /** Everything that a run needs, made anew for being handed over. */
  job(resume: StoredPicture | null): Promise<OptimizeJob>;
  /** Of the run that {@link job} would give. */
  iterations(): number;
  /** The same of what it is begun with. */
  recipe(): PaintingRecipe;
  changed(): void;
  fail(error: ErrorReport): void;
  /** The record has changed in a way that is worth keeping; `picture` has joined the filmstrip. */
  keep(picture: StoredPicture | null): void;
}

/** One run after the other on the same frame: begins, halts, ends and mends them. */
export class PaintingRun {
  readonly record = new PaintingRecord();
  readonly #host: RunHost;
  #status: PaintingStatus = 'empty';
  #link: OptimizerLink | null = null;
  /** Rises with every run, so that what an older one still tells is passed over. */
  #turn = 0;
  #iterations = 0;
  /** True while the renderer is being rebuilt, to go on with then. */
  #mending = false;
  /** The iteration that was gone on from by itself last: from there once is enough. */
  #mendedAt = -1;
  #checking: ReturnType<typeof setInterval> | null = null;

  constructor(host: RunHost) {
    this.#host = host;
  }

  get status(): PaintingStatus {
    return this.#status;
  }

  /** True while there is work that closing the page would break off. */
  get active(): boolean {
    return ['starting', 'running', 'paused', 'stopping'].includes(this.#status);
  }

  /** How far it is, iterations. */
  get reached(): number {
    return this.record.snapshot.progress?.iteration ?? 0;
  }

  /** True if a run can go on from where the last one was. */
  get resumable(): boolean {
    const { resumable } = this.record;
    return resumable !== null && resumable.iteration < this.#host.iterations();
  }

  /** Another frame, or none: nothing of the one before is left. */
  reset(status: 'empty' | 'ready'): void {
    this.#turn++;
    this.record.clear();
    this.#to(status);
  }

  /** Takes over what an earlier visit has left. */
  restore(run: StoredRun, pictures: RestoredPictures): void {
    this.record.restore(run, pictures);
    if (pictures.newest === null) this.#to('ready');
    else this.#to(this.resumable ? 'stopped' : 'finished');
  }

  async start(): Promise<void> {
    if (this.active || this.#status === 'empty') return;
    this.#mendedAt = -1;
    await this.#go(null);
  }

  async resume(): Promise<void> {
    if (this.#status === 'paused') {
      this.#to('running');
      await this.#ask((link) => link.resume());
      return;
    }
    if (this.active || !this.resumable) return;
    this.#mendedAt = -1;
    await this.#go(this.record.resumable);
  }

  async pause(): Promise<void> {
    if (this.#status !== 'running') return;
    this.#to('paused');
    await this.#ask((link) => link.pause());
    await this.#check();
  }

  async stop(): Promise<void> {
    if (!this.active || this.#status === 'stopping') return;
    if (this.#mending) {
      this.#end('stopped');
      return;
    }
    this.#to('stopping');
    await this.#ask((link) => link.stop());
  }

  /** Another renderer paints than before: goes on with it, from the newest picture. */
  rendererReplaced(): void {
    if (!this.active) return;
    this.#turn++;
    if (this.#status === 'starting' || this.#status === 'running') void this.#mend();
    else this.#end('stopped');
  }

  /** There is no renderer, and will be none before the user asks for one. */
  rendererDead(): void {
    if (!this.active) return;
    // Why it died is told already: that the run broke off with it is no news.
    this.#turn++;
    this.#end('stopped');
  }

  async #go(from: StoredPicture | null): Promise<void> {
    const turn = ++this.#turn;
    this.#mending = false;
    this.#link = null;
    this.#iterations = this.#host.iterations();
    this.record.begin(from?.iteration ?? null, this.#host.recipe());
    this.#to('starting');
    try {
      const link = await this.#host.optimizer();
      // Last, since from here on its bitmaps are to be handed over or closed.
      const job = await this.#host.job(from);
      if (turn !== this.#turn || this.#status !== 'starting') {
        for (const bitmap of bitmapsOf(job)) bitmap.close();
        if (turn === this.#turn) this.#end('stopped');
        return;
      }
      this.#link = link;
      clearInterval(this.#checking ?? undefined);
      this.#checking = setInterval(() => {
        if (this.#status === 'running') void this.#check();
      }, CHECK_EVERY_MS);
      const end = await link.run(job, this.#events(turn));
      if (turn === this.#turn) this.#ended(end);
    } catch (error) {
      if (turn === this.#turn) this.#failed(toErrorReport(error));
    }
  }

  #events(turn: number): OptimizeEvents {
    const current = (): boolean => turn === this.#turn;
    return {
      prepared: (comparison) => {
        if (!current()) {
          comparison.fast.close();
          return;
        }
        void this.#take(this.record.prepared(comparison).then(() => null));
        this.#running();
      },
      progress: (reports) => {
        if (!current()) return;
        this.record.report(reports);
        this.#running();
        // It halts at the end of an iteration, and tells of that one too.
        if (this.#status === 'paused') void this.#check();
      },
      preview: (picture, iteration) => {
        if (!current()) {
          picture.close();
          return;
        }
        const taken = this.record.preview(picture, iteration, this.#iterations);
        void this.#take(taken.then(() => null));
      },
      kept: (picture, report) => {
        if (current()) void this.#take(this.record.keep(picture, report));
        else picture.close();
      },
    };
  }

  /** Shows a picture at once, and keeps it as soon as it is encoded. */
  async #take(taken: Promise<StoredPicture | null>): Promise<void> {
    this.#host.changed();
    try {
      const picture = await taken;
      if (picture) this.#host.keep(picture);
      this.#host.changed();
    } catch (error) {
      this.#host.fail(toErrorReport(error));
    }
  }

  /** Keeps the run as it is, and its picture if there is a newer one: little is lost if the tab or the device goes. */
  async #check(): Promise<void> {
    if (!this.#link) return;
    const turn = this.#turn;
    try {
      if (this.reached > (this.record.resumable?.iteration ?? 0)) {
        const painted = await this.#link.picture();
        if (turn !== this.#turn) {
          painted.picture.close();
          return;
        }
        const checked = this.record.check(painted);
        this.#host.changed();
        await checked;
      }
      this.#host.keep(null);
    } catch {
      // There is the one before; what is wrong is told by the run itself.
    }
  }

  /** Asks for what the run itself fails to do if it cannot be done. */
  async #ask(request: (link: OptimizerLink) => Promise<void>): Promise<void> {
    if (this.#link) await request(this.#link).catch(() => undefined);
  }

  async #mend(): Promise<void> {
    const from = this.record.resumable;
    const iteration = from?.iteration ?? 0;
    if (iteration <= this.#mendedAt) {
      this.#end('stopped');
      this.#host.fail(lostAgain());
      return;
    }
    this.#mendedAt = iteration;
    await this.#go(from);
  }

  #running(): void {
    if (this.#status === 'starting') this.#to('running');
    else this.#host.changed();
  }

  #ended(end: OptimizeEnd): void {
    this.#end(end === 'stopped' ? 'stopped' : 'finished');
    this.#host.keep(null);
  }

  #failed(report: ErrorReport): void {
    const working = this.#status === 'starting' || this.#status === 'running';
    if (working && RENDERERS_FAULT.has(report.code)) {
      // The studio rebuilds the renderer, and says so.
      this.#mending = true;
      this.#to('starting');
      return;
    }
    this.#end('stopped');
    this.#host.fail(report);
  }

  /** The last reports and the last picture come by a port of their own, and may come after the end. */
  #end(status: 'stopped' | 'finished'): void {
    this.#mending = false;
    this.#link = null;
    // Without any picture there is nothing to go on from.
    this.#to(this.record.resumable ? status : 'ready');
  }

  #to(status: PaintingStatus): void {
    this.#status = status;
    if (!this.active) {
      clearInterval(this.#checking ?? undefined);
      this.#checking = null;
    }
    this.#host.changed();
  }
}

function lostAgain(): ErrorReport {
  return new ImpastoError(
    'device-lost',
    'The graphics device was lost again at the same place. What was painted so far is kept; a smaller output size may get further.',
  ).report;
}
