import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Catalog } from '../network/catalog';
import { notAStyle, readStyleFile, type AddedStyle } from '../network/style-file';
import { ImpastoError, type ErrorReport } from '../protocol/errors';

interface Stored {
  readonly style: AddedStyle;
  /** When it was added, ms since the epoch. */
  readonly since: number;
}

interface Schema extends DBSchema {
  styles: { key: string; value: Stored };
}

/** No style is anywhere near as large. */
const LARGEST_FILE = 4 * 2 ** 20;

/** The styles that the user has added, kept across visits in a database of the browser. */
export class AddedStyles {
  readonly #networks: Catalog['networks'];
  #database: Promise<IDBPDatabase<Schema>> | null = null;
  #list: readonly AddedStyle[] = [];

  constructor(networks: Catalog['networks']) {
    this.#networks = networks;
  }

  /** In the order in which they were added. */
  get list(): readonly AddedStyle[] {
    return this.#list;
  }

  /** What earlier visits have left; the networks of some may have been replaced since. */
  async load(): Promise<void> {
    try {
      const stored = await (await this.#open()).getAll('styles');
      const styles = stored.sort((a, b) => a.since - b.since).map(({ style }) => style);
      this.#put(styles.map((style) => this.#withNetwork(style)));
    } catch {
      // As in some private windows: then nothing outlives the visit, which adding will tell.
    }
  }

  /**
   * Takes a style.json and its style.bin in; resolves with the style's id, and with why it is not kept if so.
   * Throws `ImpastoError` `style-unsuitable`.
   */
  async add(files: readonly File[]): Promise<{ readonly id: string; readonly unkept: ErrorReport | null }> {
    const style = await readFiles(files, this.#networks);
    const { id, title } = style.info;
    this.#put([style]);
    try {
      await (await this.#open()).put('styles', { style, since: Date.now() }, id);
      return { id, unkept: null };
    } catch (error) {
      return { id, unkept: notKept(title, String(error)) };
    }
  }

  /** Resolves once the style is gone for good, or with why it will come back; until then it stays in the list. */
  async remove(id: string): Promise<ErrorReport | null> {
    const gone = this.#list.find(({ info }) => info.id === id);
    if (!gone) return null;
    const report = await this.#forget(gone);
    this.#list = this.#list.filter((style) => style !== gone);
    return report;
  }

  async #forget({ info: { id, title } }: AddedStyle): Promise<ErrorReport | null> {
    const database = await this.#open().catch(() => null);
    // Without a database nothing was kept.
    if (!database) return null;
    try {
      await database.delete('styles', id);
      return null;
    } catch (error) {
      return notDeleted(title, String(error));
    }
  }

  #withNetwork({ info, rows }: AddedStyle): AddedStyle {
    const network = this.#networks.find(({ weights }) => weights.sha256 === rows.network);
    return { info: { ...info, added: { tier: network?.tier ?? null } }, rows };
  }

  #put(styles: readonly AddedStyle[]): void {
    const kept = this.#list.filter(({ info }) => !styles.some((style) => style.info.id === info.id));
    this.#list = [...kept, ...styles];
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#database ??= openDB<Schema>('impasto-styles', 1, {
      upgrade(database) {
        database.createObjectStore('styles');
      },
    });
    return this.#database;
  }
}

async function readFiles(files: readonly File[], networks: Catalog['networks']): Promise<AddedStyle> {
  const json = files.find(({ name }) => /\.json$/i.test(name));
  const bin = files.find(({ name }) => /\.bin$/i.test(name));
  if (!json || !bin || Math.max(json.size, bin.size) > LARGEST_FILE) throw notAStyle();
  return readStyleFile(await parse(json), await bin.arrayBuffer(), networks);
}

async function parse(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch (error) {
    throw notAStyle(String(error));
  }
}

function notKept(title: string, detail: string): ErrorReport {
  return new ImpastoError(
    'storage-failed',
    `“${title}” can be painted in now, but this browser does not keep it: it will be gone when you close the page.`,
    detail,
  ).report;
}

function notDeleted(title: string, detail: string): ErrorReport {
  return new ImpastoError(
    'storage-failed',
    `“${title}” is gone from the list, but this browser could not delete it: it will be back with your next visit. Remove it again then.`,
    detail,
  ).report;
}
