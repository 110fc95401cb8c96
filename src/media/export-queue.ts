import { type ErrorReport, ImpastoError, toErrorReport } from '../protocol/errors';
import type { ExportProgress, ExportSettings, WriteResult } from '../protocol/media';
import { Store } from '../shared/store';
import type { ClipLibrary } from './clip-library';
import { ExportRun } from './export-run';
import type { PainterHost } from './painter-host';

export type ExportStatus = 'waiting' | 'running' | 'paused' | 'finishing' | 'done' | 'cancelled' | 'failed';

/** One export as the page shows it. */
export interface ExportItem {
  readonly id: string;
  /** Of the file. */
  readonly name: string;
  readonly settings: ExportSettings;
  readonly status: ExportStatus;
  readonly progress: ExportProgress | null;
  /** A small picture of a recent frame; null before the first. */
  readonly thumbnail: Blob | null;
  /** The clip it became; also of a cancelled or failed export whose finished part was kept. */
  readonly clipId: string | null;
  /** Sentences about what is missing. */
  readonly notes: readonly string[];
  readonly error: ErrorReport | null;
}

export interface ExportQueueState {
  /** In the order of adding; those that ended stay until `clearEnded` or `remove`. */
  readonly items: readonly ExportItem[];
  /** The one that is running, paused or finishing. */
  readonly current: ExportItem | null;
}

interface Job {
  readonly id: string;
  readonly file: File;
  readonly settings: ExportSettings;
}

/** Less room than this is taken as none, bytes. */
const LEAST_ROOM = 16 * 2 ** 20;

/** Exports one after the other. What ends in whatever way leaves its finished part among the clips. */
export class ExportQueue {
  private readonly store = new Store<ExportQueueState>({ items: [], current: null });
  private readonly waiting: Job[] = [];
  private run: { readonly id: string; readonly run: ExportRun } | null = null;
  private busy = false;

  constructor(
    private readonly host: PainterHost,
    private readonly library: ClipLibrary,
  ) {}

  get state(): ExportQueueState {
    return this.store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  /** Starts at once, or when those before it have ended. Gives the id of the item. */
  add(file: File, settings: ExportSettings): string {
    const job: Job = { id: crypto.randomUUID(), file, settings };
    const item: ExportItem = {
      id: job.id,
      name: file.name,
      settings,
      status: 'waiting',
      progress: null,
      thumbnail: null,
      clipId: null,
      notes: [],
      error: null,
    };
    this.waiting.push(job);
    this.put([...this.state.items, item]);
    void this.work();
    return job.id;
  }

  /** Of the current export. */
  pause(): void {
    if (this.state.current?.status !== 'running' || !this.run) return;
    this.run.run.pause();
    this.change(this.run.id, { status: 'paused' });
  }

  resume(): void {
    if (this.state.current?.status !== 'paused' || !this.run) return;
    this.run.run.resume();
    this.change(this.run.id, { status: 'running' });
  }

  /** Ends the current export; with `keep` what is finished becomes a clip. */
  cancel(keep = true): void {
    if (!this.run) return;
    this.run.run.cancel(keep);
    this.change(this.run.id, { status: 'finishing' });
  }

  /** Call when another renderer has taken the place of the one before. */
  rendererReplaced(): void {
    this.run?.run.rendererReplaced();
  }

  /** Takes an item off the list; one that is running is cancelled and nothing of it is kept. */
  remove(id: string): void {
    if (this.run?.id === id) this.cancel(false);
    const index = this.waiting.findIndex((job) => job.id === id);
    if (index >= 0) this.waiting.splice(index, 1);
    this.put(this.state.items.filter((item) => item.id !== id));
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) await this.export(job);
    this.busy = false;
  }

  private async export(job: Job): Promise<void> {
    this.change(job.id, { status: 'running' });
    try {
      await this.requireRoom();
      const open = await this.library.begin(clipName(job.file.name), 'export', job.settings.format);
      const run = new ExportRun(open.id, job.file, job.settings, this.host, (progress) =>
        this.progress(job.id, progress),
      );
      this.run = { id: job.id, run };
      try {
        const result = await run.result;
        const clip = await open.done(result);
        this.ended(job.id, result, clip?.id ?? null);
      } catch (error) {
        await (run.unwanted ? open.dropped() : open.brokenOff());
        throw error;
      }
    } catch (error) {
      this.change(job.id, { status: 'failed', error: toErrorReport(error) });
    } finally {
      this.run = null;
    }
  }

  /** A disk that fills up later ends the export with what is finished; one that is full now need not begin. */
  private async requireRoom(): Promise<void> {
    const room = await this.library.freeBytes();
    if (room >= LEAST_ROOM) return;
    const message = 'There is no room left for another clip. Delete clips or files and export again.';
    throw new ImpastoError('storage-full', message, `${room} bytes`);
  }

  private ended(id: string, { complete, error, notes }: WriteResult, clipId: string | null): void {
    const cancelled = !complete && !error && notes.length === 0;
    const status = error || (!clipId && !cancelled) ? 'failed' : cancelled ? 'cancelled' : 'done';
    this.change(id, { status, clipId, notes, error });
  }

  private progress(id: string, progress: ExportProgress): void {
    const { thumbnail } = progress;
    this.change(id, { progress, ...(thumbnail && { thumbnail }) });
  }

  private change(id: string, change: Partial<ExportItem>): void {
    this.put(this.state.items.map((item) => (item.id === id ? { ...item, ...change } : item)));
  }

  private put(items: readonly ExportItem[]): void {
    const current = items.find(({ status }) => /^(running|paused|finishing)$/.test(status)) ?? null;
    this.store.update({ items, current });
  }
}

/** "holiday.mov" → "holiday, painted". */
function clipName(fileName: string): string {
  return `${fileName.replace(/\.[^.]{1,5}$/, '')}, painted`;
}
