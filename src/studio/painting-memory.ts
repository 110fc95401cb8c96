import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { ImpastoError, type ErrorReport } from '../protocol/errors';
import type { OptimizeProgress } from '../protocol/optimize';
import type { OwnPicture } from './own-picture';
import type { PaintingRecipe } from './painting-recipe';
import type { StoredComparison, StoredPicture, StoredRun } from './painting-record';
import type { StyleChoice } from './painting-styles';

/** All that an earlier visit has left. */
export interface StoredPainting {
  readonly photo: Blob;
  readonly mask: Blob | null;
  /** Whether the mask was used; null if that was never chosen. */
  readonly masking: boolean | null;
  readonly styles: StoredStyles;
  readonly run: StoredRun;
  /** Whether it was on the page when the visit ended. */
  readonly open: boolean;
  /** How far the run was when the user saw it last, iterations. */
  readonly seen: number;
}

interface StoredStyles {
  readonly pictures: readonly OwnPicture[];
  readonly choices: readonly StyleChoice[];
}

interface Parts {
  photo: Blob;
  mask: Blob | null;
  masking: boolean;
  styles: StoredStyles;
  history: readonly OptimizeProgress[];
  checkpoint: StoredPicture | null;
  compared: StoredComparison | null;
  recipe: PaintingRecipe | null;
  open: boolean;
  seen: number;
}

/** What goes with the frame that it belongs to. */
const OF_ONE_FRAME = ['mask', 'masking', 'history', 'checkpoint', 'compared', 'recipe'] as const;

interface Schema extends DBSchema {
  /** One entry for each of {@link Parts}, so that a change writes no more than what changed. */
  parts: { key: string; value: Parts[keyof Parts] };
  /** The filmstrip, by iteration. */
  kept: { key: number; value: StoredPicture };
}

/** Keeps the one painting there is across visits, in a database of the browser. Writes go one after the other. */
export class PaintingMemory {
  readonly #failed: (error: unknown) => void;
  #database: Promise<IDBPDatabase<Schema>> | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** `failed`: the picture there is cannot be kept; told once, and not before there is one to be lost. */
  constructor(failed: (error: ErrorReport) => void) {
    let told = false;
    this.#failed = (error) => {
      if (!told) failed(notRemembered(error));
      told = true;
    };
  }

  /** Null if there is nothing, or no database. */
  async load(): Promise<StoredPainting | null> {
    try {
      const database = await this.#open();
      const photo = await this.#get('photo');
      if (!photo) return null;
      return {
        photo,
        mask: (await this.#get('mask')) ?? null,
        masking: (await this.#get('masking')) ?? null,
        styles: (await this.#get('styles')) ?? { pictures: [], choices: [] },
        run: {
          history: (await this.#get('history')) ?? [],
          kept: await database.getAll('kept'),
          checkpoint: (await this.#get('checkpoint')) ?? null,
          compared: (await this.#get('compared')) ?? null,
          recipe: (await this.#get('recipe')) ?? null,
        },
        open: (await this.#get('open')) ?? false,
        seen: (await this.#get('seen')) ?? 0,
      };
    } catch {
      // As in some private windows: then nothing outlives the visit, which writing will tell.
      return null;
    }
  }

  /** Another frame: what belonged to the one before goes. */
  putPhoto(photo: Promise<Blob>): void {
    this.#write(async (database) => {
      const blob = await photo;
      const transaction = database.transaction(['parts', 'kept'], 'readwrite');
      const parts = transaction.objectStore('parts');
      await Promise.all([
        transaction.objectStore('kept').clear(),
        ...OF_ONE_FRAME.map((key) => parts.delete(key)),
        parts.put(blob, 'photo'),
        transaction.done,
      ]);
    });
  }

  /** `picture` has joined the filmstrip; what is not in `run.kept` any more goes. */
  putRun({ history, kept, checkpoint, compared, recipe }: StoredRun, picture: StoredPicture | null): void {
    this.#write(async (database) => {
      const transaction = database.transaction(['parts', 'kept'], 'readwrite');
      const parts = transaction.objectStore('parts');
      const strip = transaction.objectStore('kept');
      const known = new Set(kept.map(({ iteration }) => iteration));
      for (const iteration of await strip.getAllKeys()) {
        if (!known.has(iteration)) await strip.delete(iteration);
      }
      if (picture && known.has(picture.iteration)) await strip.put(picture, picture.iteration);
      await parts.put(history, 'history');
      await parts.put(checkpoint, 'checkpoint');
      await parts.put(compared, 'compared');
      await parts.put(recipe, 'recipe');
      await transaction.done;
    }, this.#failed);
  }

  putMask(mask: Promise<Blob> | null): void {
    this.#put('mask', mask ?? Promise.resolve(null));
  }

  putMasking(on: boolean): void {
    this.#put('masking', Promise.resolve(on));
  }

  putStyles(styles: StoredStyles): void {
    this.#put('styles', Promise.resolve(styles));
  }

  putOpen(open: boolean): void {
    this.#put('open', Promise.resolve(open));
  }

  putSeen(iteration: number): void {
    this.#put('seen', Promise.resolve(iteration));
  }

  #put<Key extends keyof Parts>(key: Key, value: Promise<Parts[Key]>): void {
    this.#write(async (database) => {
      await database.put('parts', await value, key);
    });
  }

  async #get<Key extends keyof Parts>(key: Key): Promise<Parts[Key] | undefined> {
    return (await (await this.#open()).get('parts', key)) as Parts[Key] | undefined;
  }

  #write(
    work: (database: IDBPDatabase<Schema>) => Promise<void>,
    failed: (error: unknown) => void = () => undefined,
  ): void {
    this.#writing = this.#writing.then(async () => work(await this.#open())).catch(failed);
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#database ??= openDB<Schema>('impasto-painting', 1, {
      upgrade(database) {
        database.createObjectStore('parts');
        database.createObjectStore('kept');
      },
    });
    return this.#database;
  }
}

function notRemembered(error: unknown): ErrorReport {
  return new ImpastoError(
    'storage-failed',
    'This painting cannot be kept on this device, so closing the page would lose it. Save the picture before you go.',
    String(error),
  ).report;
}
