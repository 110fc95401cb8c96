import { openDB, type IDBPDatabase } from 'idb';
import type { Tile } from './tiles';

const DATABASE = 'impasto-tiles';
const STORE = 'tiles';

/** How far the measuring of tiles has come. */
export interface Tuning {
  /** By the kind of layer: the fastest tile so far, and its ms. */
  readonly best: Readonly<Record<string, { readonly ms: number; readonly tile: Tile }>>;
  /** How many tiles of each layer were tried. */
  readonly tried: number;
}

/** Where tiles that were measured are kept from visit to visit. Losing them costs a new measurement. */
export interface TileStore {
  get(key: string): Promise<Tuning | null>;
  put(key: string, tuning: Tuning): Promise<void>;
  delete(key: string): Promise<void>;
}

/** What `work` gives, or undefined where the browser forbids it. */
async function using<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T | undefined> {
  try {
    const db = await openDB(DATABASE, 1, { upgrade: (fresh) => void fresh.createObjectStore(STORE) });
    return await work(db).finally(() => db.close());
  } catch {
    return undefined;
  }
}

/** In IndexedDB; forgets everything where the browser forbids that: then the next visit measures again. */
export const tileStore: TileStore = {
  get: async (key) => (await using((db) => db.get(STORE, key) as Promise<Tuning | undefined>)) ?? null,
  put: async (key, tuning) => {
    await using((db) => db.put(STORE, tuning, key));
  },
  delete: (key) => using((db) => db.delete(STORE, key)),
};
