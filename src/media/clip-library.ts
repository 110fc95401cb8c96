import { type ErrorReport, toErrorReport } from '../protocol/errors';
import type { ClipFormat, WrittenClip, WriteResult } from '../protocol/media';
import { unwrap } from '../shared/outcome';
import { Store } from '../shared/store';
import {
  type ClipIndex,
  type ClipKind,
  type ClipRecord,
  downloadName,
  type JobRecord,
  openClipIndex,
} from './clip-index';
import { listFiles, openFolder, readFile, removeFile, storageEstimate } from './clip-files';
import { holdJob, isOrphan } from './job-locks';
import { NO_DEADLINE_MS, spawnMediaWorker } from './media-link';
import { ObjectUrls } from './object-urls';

/** How long a deletion can be undone, ms. */
const UNDO_MS = 10_000;

/** A clip as the page shows it. */
export interface Clip extends Omit<ClipRecord, 'file' | 'thumbnail'> {
  /** Of the data, for playing and `<a download>`; revoked when the clip is deleted. */
  readonly url: string;
  readonly thumbnailUrl: string | null;
  /** The name with its extension, for `download`. */
  readonly fileName: string;
}

/** What a crash has left: it can be made a clip of, or thrown away. */
export interface RecoverableClip {
  readonly id: string;
  readonly name: string;
  /** ms since 1970. */
  readonly startedAt: number;
}

export interface StorageUse {
  /** Of all clips together, bytes. */
  readonly clips: number;
  /** What the browser counts for this site, and what it allows; bytes. */
  readonly used: number;
  readonly quota: number;
}

export interface ClipLibraryState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly clips: readonly Clip[];
  readonly recoverable: readonly RecoverableClip[];
  /** The clip whose deletion can still be undone. */
  readonly deleted: { readonly id: string; readonly name: string } | null;
  readonly storage: StorageUse | null;
  readonly error: ErrorReport | null;
}

/** A job that is being written; `done` or `dropped` ends it. */
export interface OpenJob {
  readonly id: string;
  /** Makes a clip of the result; null if nothing was kept. */
  done(result: WriteResult): Promise<Clip | null>;
  dropped(): Promise<void>;
}

/** Everything that was recorded and exported here: data in private files, the index in a database. */
export class ClipLibrary {
  private readonly store = new Store<ClipLibraryState>({
    status: 'loading',
    clips: [],
    recoverable: [],
    deleted: null,
    storage: null,
    error: null,
  });
  private readonly urls = new ObjectUrls();
  private readonly opened: Promise<ClipIndex>;
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
    const end = async () => {
      await index.delete('jobs', job.id);
      release();
    };
    return {
      id: job.id,
      done: async (result) => {
        const clip = result.clip && (await this.add(job, result.clip, result));
        await end();
        return clip;
      },
      dropped: async () => {
        await removeFile('parts', job.id);
        await end();
      },
    };
  }

  /** Makes a clip of what a crash left behind; null if there was no whole frame in it. */
  async recover(id: string): Promise<Clip | null> {
    const index = await this.opened;
    const job = await index.get('jobs', id);
    if (!job) return null;
    const link = await spawnMediaWorker();
    try {
      const result = unwrap(await link.call((api) => api.recover(id, job.format), NO_DEADLINE_MS));
      return result.clip && (await this.add(job, result.clip, result));
    } finally {
      link.terminate();
      await this.forget(id);
    }
  }

  /** Throws away what a crash left behind. */
  async discard(id: string): Promise<void> {
    await removeFile('parts', id);
    await this.forget(id);
  }

  async rename(id: string, name: string): Promise<void> {
    const trimmed = name.trim();
    if (trimmed !== '') await this.change(id, { name: trimmed });
  }

  /** Takes the clip off the list; its data goes when it can no longer be undone. */
  async delete(id: string): Promise<void> {
    await this.purge();
    const record = await this.change(id, { deletedAt: Date.now() });
    if (!record) return;
    this.store.update({ deleted: { id, name: record.name } });
    this.purging = setTimeout(() => {
      // What cannot be removed now is removed by the next visit.
      this.purge().catch(() => undefined);
    }, UNDO_MS);
  }

  async undoDelete(): Promise<void> {
    const { deleted } = this.state;
    clearTimeout(this.purging);
    this.store.update({ deleted: null });
    if (deleted) await this.change(deleted.id, { deletedAt: null });
  }

  /** The data of a clip, for sharing. */
  async file(id: string): Promise<File | null> {
    const record = await (await this.opened).get('clips', id);
    if (!record) return null;
    const data = await readFile('clips', record.file);
    return new File([data], downloadName(record), { type: record.mimeType });
  }

  private async load(): Promise<void> {
    try {
      await openFolder('clips');
      await this.purge();
      const recoverable = await this.orphans();
      await this.sweep();
      this.store.update({ status: 'ready', recoverable });
      await this.refresh();
    } catch (error) {
      this.store.update({ status: 'failed', error: toErrorReport(error) });
    }
  }

  /** Jobs whose writer is gone. A GIF or ZIP that breaks off cannot be opened, so it is forgotten. */
  private async orphans(): Promise<RecoverableClip[]> {
    const index = await this.opened;
    const orphans: RecoverableClip[] = [];
    for (const job of await index.getAll('jobs')) {
      if (!(await isOrphan(job.id))) continue;
      if (isRecoverable(job.format)) orphans.push(job);
      else await index.delete('jobs', job.id);
    }
    return orphans;
  }

  /** Removes files that no record knows of; every file is announced by one before it is made. */
  private async sweep(): Promise<void> {
    const index = await this.opened;
    const jobs = new Set(await index.getAllKeys('jobs'));
    const clips = new Set((await index.getAll('clips')).map(({ file }) => file));
    for (const name of await listFiles('parts')) if (!jobs.has(name)) await removeFile('parts', name);
    for (const name of await listFiles('clips')) {
      const id = name.slice(0, name.lastIndexOf('.'));
      if (!clips.has(name) && !jobs.has(id)) await removeFile('clips', name);
    }
  }

  private async add(job: JobRecord, written: WrittenClip, { complete, notes }: WriteResult): Promise<Clip> {
    const { id, name, kind } = job;
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
    await this.refresh();
    return this.shown(record);
  }

  private async forget(id: string): Promise<void> {
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

  /** Removes for good what was deleted. */
  private async purge(): Promise<void> {
    clearTimeout(this.purging);
    const index = await this.opened;
    for (const { id, file, deletedAt } of await index.getAll('clips')) {
      if (deletedAt === null) continue;
      this.urls.revoke(id);
      this.urls.revoke(thumbnailKey(id));
      await removeFile('clips', file);
      await index.delete('clips', id);
    }
    this.store.update({ deleted: null });
  }

  private async refresh(): Promise<void> {
    const records = (await (await this.opened).getAll('clips')).filter(({ deletedAt }) => deletedAt === null);
    records.sort((a, b) => b.createdAt - a.createdAt);
    const clips: Clip[] = [];
    for (const record of records) {
      // The browser, or the user, may have cleared the data and left the index.
      const clip = await this.shown(record).catch(() => null);
      if (clip) clips.push(clip);
    }
    const { used, quota } = await storageEstimate();
    const bytes = clips.reduce((sum, clip) => sum + clip.bytes, 0);
    this.store.update({ clips, storage: { clips: bytes, used, quota } });
  }

  private async shown(record: ClipRecord): Promise<Clip> {
    const { file, thumbnail, ...rest } = record;
    const url = this.urls.get(record.id) ?? this.urls.set(record.id, await readFile('clips', file));
    const key = thumbnailKey(record.id);
    const thumbnailUrl = thumbnail && (this.urls.get(key) ?? this.urls.set(key, thumbnail));
    return { ...rest, url, thumbnailUrl, fileName: downloadName(record) };
  }
}

function isRecoverable(format: ClipFormat): boolean {
  return format === 'mp4' || format === 'webm';
}

function thumbnailKey(id: string): string {
  return `${id}/thumbnail`;
}
