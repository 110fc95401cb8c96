import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { ImpastoError } from '../protocol/errors';
import type { ClipFormat } from '../protocol/media';
import type { Size } from '../protocol/quality';

export type ClipKind = 'export' | 'recording';

/** What the index remembers of a clip; the data is a file of the origin private file system. */
export interface ClipRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: ClipKind;
  readonly format: ClipFormat;
  readonly mimeType: string;
  readonly file: string;
  readonly size: Size;
  readonly frames: number;
  /** Seconds. */
  readonly duration: number;
  readonly bytes: number;
  readonly sound: boolean;
  readonly complete: boolean;
  /** Sentences about what is missing. */
  readonly notes: readonly string[];
  /** ms since 1970. */
  readonly createdAt: number;
  /** Set while the deletion can be undone. */
  readonly deletedAt: number | null;
  readonly thumbnail: Blob | null;
}

/** A clip that is being written; one that is found without its writer was broken off by a crash. */
export interface JobRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: ClipKind;
  readonly format: ClipFormat;
  readonly startedAt: number;
}

interface Schema extends DBSchema {
  clips: { key: string; value: ClipRecord };
  jobs: { key: string; value: JobRecord };
}

export type ClipIndex = IDBPDatabase<Schema>;

/** Throws `ImpastoError` `storage-failed` where the browser keeps no database. */
export async function openClipIndex(): Promise<ClipIndex> {
  try {
    return await openDB<Schema>('impasto', 1, {
      upgrade(database) {
        database.createObjectStore('clips', { keyPath: 'id' });
        database.createObjectStore('jobs', { keyPath: 'id' });
      },
    });
  } catch (error) {
    throw new ImpastoError(
      'storage-failed',
      'This browser gives Impasto no place to keep clips, as happens in some private windows. Open Impasto in an ordinary window.',
      String(error),
    );
  }
}

/** The name of the clip as a file: without the characters that file systems refuse. */
export function downloadName({ name, file }: ClipRecord): string {
  const extension = file.slice(file.lastIndexOf('.'));
  return `${name.replace(/[\\/:*?"<>|]/g, '-')}${extension}`;
}
