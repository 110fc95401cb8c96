import { ImpastoError, toErrorReport, type ErrorReport } from '../protocol/errors';
import type { OwnNetwork, PerceptualChoice, ReadNetwork } from '../protocol/optimize';
import { unwrap } from '../shared/outcome';
import type { NetworkState } from './painting';
import type { PreferenceStorage } from './preferences';

/** Which network is used, in the storage of preferences. */
const KEY = 'impasto.network';
/** In the origin private file system. */
const FOLDER = 'impasto-network';
const WEIGHTS = 'weights.bin';
const ABOUT = 'about.json';

/** Where networks come from besides the built-in one; null where they do not. */
export interface NetworkSources {
  readonly readNetwork: ReadNetwork | null;
  /** Loads the one that belongs to the site. */
  readonly siteNetwork: (() => Promise<OwnNetwork>) | null;
}

type About = NonNullable<NetworkState['own']>;

const UNAVAILABLE = 'This version of Impasto cannot read network files; it uses its own network.';

/** The network that judges: the built-in one, or the user's own VGG, which is kept only with their consent. */
export class PaintingNetwork {
  readonly #sources: NetworkSources;
  readonly #storage: PreferenceStorage;
  readonly #changed: () => void;
  readonly #fail: (error: ErrorReport) => void;
  #reading = false;
  #own: (About & { readonly weights: Blob }) | null = null;
  #kept: NetworkState['kept'] = 'no';
  #used: NetworkState['used'] = 'built-in';

  constructor(
    sources: NetworkSources,
    storage: PreferenceStorage,
    changed: () => void,
    fail: (error: ErrorReport) => void,
  ) {
    this.#sources = sources;
    this.#storage = storage;
    this.#changed = changed;
    this.#fail = fail;
  }

  get state(): NetworkState {
    const own = this.#own;
    return {
      unavailable: this.#sources.readNetwork ? null : UNAVAILABLE,
      reading: this.#reading,
      own: own && { name: own.name, parameters: own.parameters, file: own.file },
      kept: this.#kept,
      site: this.#sources.siteNetwork !== null,
      used: this.#used,
    };
  }

  /** The network that is used; throws `ImpastoError` if the site's cannot be loaded. */
  async choice(): Promise<PerceptualChoice> {
    const { siteNetwork } = this.#sources;
    if (this.#used === 'own' && this.#own) return { kind: 'own', weights: this.#own.weights };
    if (this.#used === 'site' && siteNetwork) {
      return { kind: 'own', weights: (await siteNetwork()).weights };
    }
    return { kind: 'built-in' };
  }

  /** Brings back what was kept; where there is nothing, or no private files, the built-in network stays. */
  async restore(): Promise<void> {
    try {
      const before = this.#remembered;
      if (before === 'site') this.use('site');
      if (!this.#sources.readNetwork) return;
      const folder = await this.#folder(false);
      const about = await (await folder.getFileHandle(ABOUT)).getFile();
      const weights = await (await folder.getFileHandle(WEIGHTS)).getFile();
      this.#own = { ...(JSON.parse(await about.text()) as About), weights };
      this.#kept = 'yes';
      if (before === null) this.#used = 'own';
      else this.use(before);
      this.#changed();
    } catch {
      // Nothing was kept, or this browser keeps nothing.
    }
  }

  async open(file: File): Promise<void> {
    const { readNetwork } = this.#sources;
    if (!readNetwork || this.#reading) return;
    this.#reading = true;
    this.#changed();
    try {
      this.#take(unwrap(await readNetwork(file)), file.name);
    } catch (error) {
      this.#fail(toErrorReport(error));
    }
    this.#reading = false;
    this.#changed();
  }

  async keep(keep: boolean): Promise<void> {
    if (!this.#own) return;
    this.#kept = keep ? 'writing' : 'no';
    this.#changed();
    if (!keep) return;
    const { weights, ...about } = this.#own;
    try {
      const folder = await this.#folder(true);
      // Weights without it count as not kept: it goes first and comes last.
      await folder.removeEntry(ABOUT).catch(() => undefined);
      await write(folder, WEIGHTS, weights);
      await write(folder, ABOUT, new Blob([JSON.stringify(about)]));
      this.#kept = 'yes';
    } catch (error) {
      this.#kept = 'no';
      this.#fail(notKept(error).report);
    }
    this.#changed();
  }

  use(which: NetworkState['used']): void {
    const there = which === 'own' ? this.#own : which === 'site' ? this.#sources.siteNetwork : true;
    this.#used = there ? which : 'built-in';
    this.#remember();
    this.#changed();
  }

  async remove(): Promise<void> {
    this.#own = null;
    this.#kept = 'no';
    if (this.#used === 'own') this.use('built-in');
    this.#changed();
    try {
      const origin = await navigator.storage.getDirectory();
      await origin.removeEntry(FOLDER, { recursive: true });
    } catch {
      // It was not kept.
    }
  }

  #take({ name, parameters, weights }: OwnNetwork, file: string): void {
    this.#own = { name, parameters, file, weights };
    this.#kept = 'asked';
    this.use('own');
  }

  get #remembered(): NetworkState['used'] | null {
    const used = this.#storage?.getItem(KEY);
    return used === 'built-in' || used === 'site' || used === 'own' ? used : null;
  }

  #remember(): void {
    try {
      this.#storage?.setItem(KEY, this.#used);
    } catch {
      // Storage is full or forbidden: the choice holds for this visit only.
    }
  }

  async #folder(create: boolean): Promise<FileSystemDirectoryHandle> {
    const origin = await navigator.storage.getDirectory();
    return origin.getDirectoryHandle(FOLDER, { create });
  }
}

async function write(folder: FileSystemDirectoryHandle, name: string, data: Blob): Promise<void> {
  const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await file.write(data);
  await file.close();
}

function notKept(error: unknown): ImpastoError {
  return new ImpastoError(
    'storage-failed',
    'The network could not be kept on this device. It can be used until the page is closed.',
    String(error),
  );
}
