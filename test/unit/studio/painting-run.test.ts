import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ImpastoError, type ErrorReport } from '../../../src/protocol/errors';
import type { OptimizeEnd, OptimizeEvents, OptimizeJob } from '../../../src/protocol/optimize';
import type { OptimizerLink } from '../../../src/studio/optimizer-link';
import type { StoredPicture } from '../../../src/studio/painting-record';
import { PaintingRun } from '../../../src/studio/painting-run';
import { DEFAULT_SETTINGS } from '../../../src/studio/painting-settings';
import { Deferred, settle } from './fakes';
import { bitmap, PaperCanvas, report } from './paper-optimizer';

const LOST = new ImpastoError('device-lost', 'The graphics device was lost.');

const stored = (iteration: number): StoredPicture => ({
  iteration,
  picture: new Blob(),
});

/** A run whose optimizer is made of paper. */
class Easel {
  readonly asked: string[] = [];
  readonly errors: ErrorReport[] = [];
  /** Iterations that jobs went on from; null for those that began anew. */
  readonly begun: (number | null)[] = [];
  /** The newest iteration that was told, each time that the run was kept. */
  readonly kept: (number | null)[] = [];
  /** The iteration of the optimizer's picture; null while it has none. */
  painted: number | null = null;
  /** The picture that was on show when the run told of a change last. */
  shown: ImageBitmap | null = null;
  events!: OptimizeEvents;
  ended = new Deferred<OptimizeEnd>();
  /** Why there is no optimizer. */
  refusal: Error | null = null;
  readonly run: PaintingRun;

  constructor() {
    const ask = (name: string) => () => {
      this.asked.push(name);
      return Promise.resolve();
    };
    const link = {
      run: (_job: OptimizeJob, events: OptimizeEvents) => {
        this.events = events;
        this.ended = new Deferred();
        return this.ended.promise;
      },
      pause: ask('pause'),
      resume: ask('resume'),
      stop: ask('stop'),
      picture: () =>
        this.painted === null
          ? Promise.reject(new Error('Paper has no picture.'))
          : Promise.resolve({ picture: bitmap(), iteration: this.painted }),
    };
    this.run = new PaintingRun({
      optimizer: () =>
        this.refusal ? Promise.reject(this.refusal) : Promise.resolve(link as unknown as OptimizerLink),
      job: (resume) => {
        this.begun.push(resume?.iteration ?? null);
        return Promise.resolve({ styles: [] } as unknown as OptimizeJob);
      },
      iterations: () => 300,
      recipe: () => ({ settings: DEFAULT_SETTINGS, styles: [], network: 'built-in', masked: false }),
      changed: () => (this.shown = this.run.record.snapshot.shown?.image ?? null),
      fail: (error) => this.errors.push(error),
      keep: () => void this.kept.push(this.run.record.stored.history.at(-1)?.iteration ?? null),
    });
    this.run.reset('ready');
  }

  /** What an earlier visit has left after `iteration`. */
  restore(iteration: number): void {
    const history = Array.from({ length: iteration + 1 }, (_, i) => report(i));
    const run = {
      history,
      kept: [stored(0), stored(iteration)],
      checkpoint: null,
      compared: null,
      recipe: null,
    };
    this.run.restore(run, { newest: bitmap(), fast: null });
  }

  async start(): Promise<void> {
    void this.run.start();
    await settle();
    this.events.progress([report(1)]);
  }
}

describe('a run', () => {
  it('begins, halts, goes on and ends', async () => {
    const easel = new Easel();
    void easel.run.start();
    expect(easel.run.status).toBe('starting');
    await settle();
    easel.events.progress([report(1), report(2)]);
    expect(easel.run.status).toBe('running');
    await easel.run.pause();
    expect(easel.run.status).toBe('paused');
    await easel.run.resume();
    expect(easel.run.status).toBe('running');
    easel.ended.resolve('finished');
    await settle();
    expect(easel.asked).toEqual(['pause', 'resume']);
    expect(easel.run.record.snapshot.progress?.iteration).toBe(2);
    // Nothing was kept of it, so there is nothing to be finished.
    expect(easel.run.status).toBe('ready');
  });

  it('that halts is kept as it is, though the last report comes after its picture', async () => {
    vi.stubGlobal('OffscreenCanvas', PaperCanvas);
    onTestFinished(() => void vi.unstubAllGlobals());
    const easel = new Easel();
    await easel.start();
    easel.painted = 2;
    await easel.run.pause();
    expect(easel.run.record.resumable?.iteration).toBe(2);
    expect(easel.shown).not.toBeNull();
    expect(easel.shown).toBe(easel.run.record.snapshot.shown?.image);
    easel.events.progress([report(2)]);
    await settle();
    expect(easel.kept.at(-1)).toBe(2);
  });

  it('takes reports that come after its end, and none of a run before', async () => {
    const easel = new Easel();
    await easel.start();
    easel.ended.resolve('finished');
    await settle();
    easel.events.progress([report(300)]);
    expect(easel.run.record.snapshot.progress?.iteration).toBe(300);
    const { events } = easel;
    await easel.start();
    events.progress([report(200)]);
    expect(easel.run.record.snapshot.progress?.iteration).toBe(1);
  });

  it('stopped while it gets ready never begins', async () => {
    const easel = new Easel();
    void easel.run.start();
    void easel.run.stop();
    await settle();
    expect(easel.run.status).toBe('ready');
    expect(easel.begun).toEqual([null]);
  });

  it('copies nothing for an optimizer that cannot be had', async () => {
    const easel = new Easel();
    easel.refusal = new Error('no renderer');
    await easel.run.start();
    expect([easel.run.status, easel.begun, easel.errors.length]).toEqual(['ready', [], 1]);
  });

  it('goes on from what an earlier visit has left, and begins anew if asked to', async () => {
    const easel = new Easel();
    easel.restore(120);
    expect(easel.run.status).toBe('stopped');
    expect(easel.run.resumable).toBe(true);
    void easel.run.resume();
    await settle();
    expect(easel.begun).toEqual([120]);
    expect(easel.run.record.snapshot.history).toHaveLength(121);
    easel.ended.resolve('stopped');
    await settle();
    void easel.run.start();
    await settle();
    expect(easel.begun).toEqual([120, null]);
    expect(easel.run.record.snapshot.history).toHaveLength(0);
  });

  it('that is done is done, unless more iterations are wanted', () => {
    const easel = new Easel();
    easel.restore(300);
    expect(easel.run.status).toBe('finished');
    expect(easel.run.resumable).toBe(false);
  });
});

describe('a run whose renderer fails', () => {
  async function working(): Promise<Easel> {
    const easel = new Easel();
    easel.restore(100);
    void easel.run.resume();
    await settle();
    easel.events.progress([report(101)]);
    return easel;
  }

  it('goes on by itself from the newest picture, once: the same place again is one too many', async () => {
    const easel = await working();
    easel.ended.reject(LOST);
    await settle();
    expect(easel.run.status).toBe('starting');
    expect(easel.errors).toEqual([]);
    easel.run.rendererReplaced();
    await settle();
    expect(easel.begun).toEqual([100, 100]);
    easel.ended.reject(LOST);
    await settle();
    easel.run.rendererReplaced();
    await settle();
    expect(easel.run.status).toBe('stopped');
    expect(easel.errors.map(({ message }) => message)).toEqual([expect.stringMatching(/lost again/)]);
    expect(easel.begun).toEqual([100, 100]);
  });

  it('goes on too where the renderer was replaced before the run has noticed', async () => {
    const easel = await working();
    const { ended } = easel;
    easel.run.rendererReplaced();
    ended.reject(LOST);
    await settle();
    expect(easel.begun).toEqual([100, 100]);
    expect(easel.run.status).toBe('starting');
  });

  it('stays halted if it was, and can be gone on with', async () => {
    const easel = await working();
    await easel.run.pause();
    easel.run.rendererReplaced();
    await settle();
    expect(easel.run.status).toBe('stopped');
    expect(easel.run.resumable).toBe(true);
  });

  it('ends where there will be no other renderer', async () => {
    const easel = await working();
    easel.ended.reject(LOST);
    await settle();
    easel.run.rendererDead();
    expect(easel.run.status).toBe('stopped');
  });

  it('does not tell of what follows from it', async () => {
    const easel = await working();
    easel.run.rendererDead();
    easel.ended.reject(LOST);
    await settle();
    expect(easel.run.status).toBe('stopped');
    expect(easel.errors).toEqual([]);
  });

  it('of its own fault is told of', async () => {
    const easel = await working();
    easel.ended.reject(new ImpastoError('optimize-memory', 'Too large.'));
    await settle();
    expect(easel.run.status).toBe('stopped');
    expect(easel.errors.map(({ code }) => code)).toEqual(['optimize-memory']);
  });
});
