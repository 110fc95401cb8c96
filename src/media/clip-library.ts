import { ImpastoError, toErrorReport } from '../protocol/errors';
import type { ClipFormat, WrittenClip, WriteResult } from '../protocol/media';
import { Store } from '../shared/store';
import {
  type ClipIndex,
  type ClipKind,
  type ClipRecord,
  downloadName,
  type JobRecord,
  openClipIndex,
} from './clip-index';
import { openFolder, readFile, removeFile, removeWritten, storageEstimate } from './clip-files';
import { type ClipLibraryState, NOTHING_LOADED, type RecoverableClip } from './clip-library-state';
import { holdJob } from './job-locks';
import { canBeRecovered, orphanedJobs, sweep } from './leftovers';
import { recoverPart } from './media-link';
import { type Clip, ShownClips } from './shown-clips';

export type { Clip, ClipLibraryState, RecoverableClip };

/** How long a deletion can be undone, ms. */
const UNDO_MS = 10_000;

/** A job that is being written; one of the three ends it. */
export interface OpenJob {
  readonly id: string;
  /** Makes a clip of the result; null if nothing was kept. */
  done(result: WriteResult): Promise<Clip | null>;
  dropped(): Promise<void>;
  /** It could not be finished: what there is of it can be recovered. */
  brokenOff(): Promise<void>;
}

/** Everything that was recorded and exported here: data in private files, the index in a database. */
export class ClipLibrary {
  private readonly store = new Store<ClipLibraryState>(NOTHING_LOADED);
  private readonly shown = new ShownClips();
  private readonly opened: Promise<ClipIndex>;
  /** Recoveries under way, by job: a second wish for one is the same. */
  private readonly recovering = new Map<string, Promise<Clip | null>>();
  /** What is whole on the disk, but not in the index yet, which may have had no room for it; by job. */
  private readonly unlisted = new Map<string, WriteResult>();
  private purging: ReturnType<typeof setTimeout> | undefined;
  /** Settles when what a visit begins with is known. */
  readonly loaded: Promise<void>;

  constructor() {
    this.opened = openClipIndex();
    this.loaded = this.load();
  }

  get state(): ClipLibraryState {
    return this.store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  /** Bytes that may still be written; Infinity where the browser does not tell. */
  async freeBytes(): Promise<number> {
    const { used, quota } = await storageEstimate();
    return quota === 0 ? Infinity : Math.max(0, quota - used);
  }

  /** Announces a clip that is about to be written, so that a crash leaves a trace of it. */
  async begin(name: string, kind: ClipKind, format: ClipFormat): Promise<OpenJob> {
    const index = await this.opened;
    const job: JobRecord = { id: crypto.randomUUID(), name, kind, format, startedAt: Date.now() };
    const release = await holdJob(job.id);
    await index.put('jobs', job);
    const end = () => index.delete('jobs', job.id).finally(release);
    const dropped = async () => {
      // What cannot be removed now is removed by the next visit.
      await removeWritten(job.id, format).catch(() => undefined);
      await end();
    };
    return {
      id: job.id,
      done: async (result) => {
        const clip = result.clip && (await this.add(job, result.clip, result));
        // A clip that is listed is one, whatever becomes of its job.
        await end().catch(() => undefined);
        return clip;
      },
      dropped,
      brokenOff: async () => {
        if (!this.unlisted.has(job.id) && !(await canBeRecovered(job))) return dropped();
        release();
        this.store.update({ recoverable: [...this.state.recoverable, recoverableOf(job)] });
      },
    };
  }

  /** Makes a clip of what a crash left behind; null if there was no whole frame in it. After a failure it is still there. */
  recover(id: string): Promise<Clip | null> {
    const underWay = this.recovering.get(id) ?? this.rescue(id).finally(() => this.recovering.delete(id));
    this.recovering.set(id, underWay);
    return underWay;
  }

  /** Throws away what a crash left behind, unless a clip is being made of it. */
  async discard(id: string): Promise<void> {
    if (this.recovering.has(id)) return;
    const release = await holdJob(id);
    try {
      const index = await this.opened;
      const job = await index.get('jobs', id);
      // One that is listed was made a clip of after all.
      if (job && !(await index.get('clips', id))) await removeWritten(id, job.format);
      await this.forget(id);
    } finally {
      release();
    }
  }

  async rename(id: string, name: string): Promise<void> {
    const trimmed = name.trim();
    if (trimmed !== '') await this.change(id, { name: trimmed });
  }

  /** Takes the clip off the list; its data goes when it can no longer be undone. */
  async delete(id: string): Promise<void> {
    if (this.state.saving.includes(id)) throw beingSaved();
    await this.purge();
    const record = await this.change(id, { deletedAt: Date.now() });
    if (!record) return;
    this.store.update({ deleted: { id, name: record.name } });
    this.purging = setTimeout(() => {
      // Without its index there is nothing to be purged.
      this.purge().catch(() => undefined);
    }, UNDO_MS);
  }

  async undoDelete(): Promise<void> {
    const { deleted } = this.state;
    clearTimeout(this.purging);
    this.store.update({ deleted: null });
    if (deleted && !(await this.change(deleted.id, { deletedAt: null }))) throw tooLate(deleted.name);
  }

  /** The data of a clip, for sharing. */
  async file(id: string): Promise<File | null> {
    const record = await (await this.opened).get('clips', id);
    if (!record) return null;
    const data = await readFile('clips', record.file);
    return new File([data], downloadName(record), { type: record.mimeType });
  }

  /** Keeps a clip from being deleted while `copy` reads it; while it is being copied, it is not copied again. */
  async whileSaving(id: string, copy: () => Promise<void>): Promise<void> {
    if (this.state.saving.includes(id)) return;
    this.store.update({ saving: [...this.state.saving, id] });
    try {
      await copy();
    } finally {
      this.store.update({ saving: this.state.saving.filter((other) => other !== id) });
    }
  }

  private async load(): Promise<void> {
    try {
      await openFolder('clips');
      await this.purge();
      const index = await this.opened;
      const recoverable = (await orphanedJobs(index)).map(recoverableOf);
      // A visit begins whether or not what lies about can be cleared up.
      await sweep(index).catch(() => undefined);
      this.store.update({ status: 'ready', recoverable });
      await this.refresh();
    } catch (error) {
      this.store.update({ status: 'failed', error: toErrorReport(error) });
    }
  }

  private async rescue(id: string): Promise<Clip | null> {
    this.showRecovering(id, true);
    // Another tab may show it too, and be at it.
    const release = await holdJob(id);
    try {
      const job = await (await this.opened).get('jobs', id);
      const clip = job ? await this.recovered(job) : null;
      await this.forget(id);
      // What another tab has made of it.
      if (!job) await this.refresh();
      return clip;
    } catch (error) {
      this.showRecovering(id, false);
      throw error;
    } finally {
      release();
    }
  }

  private async recovered(job: JobRecord): Promise<Clip | null> {
    const result = this.unlisted.get(job.id) ?? (await recoverPart(job.id, job.format));
    return result.clip && (await this.add(job, result.clip, result));
  }

  private showRecovering(id: string, recovering: boolean): void {
    const { recoverable } = this.state;
    this.store.update({
      recoverable: recoverable.map((job) => (job.id === id ? { ...job, recovering } : job)),
    });
  }

  private async add(job: JobRecord, written: WrittenClip, result: WriteResult): Promise<Clip> {
    const { id, name, kind } = job;
    const { complete, notes } = result;
    this.unlisted.set(id, result);
    const record: ClipRecord = {
      ...written,
      id,
      name,
      kind,
      complete,
      notes,
      createdAt: Date.now(),
      deletedAt: null,
    };
    await (await this.opened).put('clips', record);
    this.unlisted.delete(id);
    await this.refresh();
    return this.shown.show(record);
  }

  private async forget(id: string): Promise<void> {
    this.unlisted.delete(id);
    await (await this.opened).delete('jobs', id);
    this.store.update({ recoverable: this.state.recoverable.filter((job) => job.id !== id) });
  }

  private async change(id: string, change: Partial<ClipRecord>): Promise<ClipRecord | null> {
    const index = await this.opened;
    const record = await index.get('clips', id);
    if (!record) return null;
    await index.put('clips', { ...record, ...change });
    await this.refresh();
    return record;
  }

  /** Removes for good what was deleted, but for what another tab may still bring back. */
  private async purge(): Promise<void> {
    clearTimeout(this.purging);
    const own = this.state.deleted?.id;
    this.store.update({ deleted: null });
    const index = await this.opened;
    const undoable = Date.now() - UNDO_MS;
    for (const record of await index.getAll('clips')) {
      const { id, deletedAt } = record;
      if (deletedAt === null || (deletedAt > undoable && id !== own)) continue;
      // What cannot be removed now is removed by the next visit.
      await this.remove(record).catch(() => undefined);
    }
  }

  private async remove({ id, file }: ClipRecord): Promise<void> {
    this.shown.revoke(id);
    await removeFile('clips', file);
    await (await this.opened).delete('clips', id);
  }

  private async refresh(): Promise<void> {
    const clips = await this.shown.list(await (await this.opened).getAll('clips'));
    const { used, quota } = await storageEstimate();
    const bytes = clips.reduce((sum, clip) => sum + clip.bytes, 0);
    this.store.update({ clips, storage: { clips: bytes, used, quota } });
  }
}

function recoverableOf({ id, name, startedAt }: JobRecord): RecoverableClip {
  return { id, name, startedAt, recovering: false };
}

function beingSaved(): ImpastoError {
  return new ImpastoError('storage-failed', 'This clip is being saved to disk. Delete it once that is done.');
}

function tooLate(name: string): ImpastoError {
  return new ImpastoError(
    'storage-failed',
    `“${name}” could not be brought back: its data has been removed by now.`,
  );
}
