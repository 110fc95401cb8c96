import { openDB } from 'idb';
import type { Tile } from './tiles';

const DATABASE = 'impasto-tiles';
const STORE = 'tiles';

/** Tiles by the kind of layer. */
export type TileTable = Readonly<Record<string, Tile>>;

/** Where tiles that were measured are kept from visit to visit. Losing them costs a new measurement. */
export interface TileStore {
  get(key: string): Promise<TileTable | null>;
  put(key: string, tiles: TileTable): Promise<void>;
}

function database() {
  return openDB(DATABASE, 1, { upgrade: (db) => void db.createObjectStore(STORE) });
}

/** In IndexedDB; forgets everything where the browser forbids that. */
export const tileStore: TileStore = {
  async get(key) {
    try {
      const db = await database();
      const tiles = (await db.get(STORE, key)) as TileTable | undefined;
      db.close();
      return tiles ?? null;
    } catch {
      return null;
    }
  },
  async put(key, tiles) {
    try {
      const db = await database();
      await db.put(STORE, tiles, key);
      db.close();
    } catch {
      // The next visit measures again.
    }
  },
};
