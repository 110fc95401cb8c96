import { ImpastoError, toErrorReport, type ErrorReport } from '../protocol/errors';
import type { OwnNetwork, PerceptualChoice, ReadNetwork } from '../protocol/optimize';
import { unwrap } from '../shared/outcome';
import type { NetworkState } from './painting';

/** In the origin private file system. */
const FOLDER = 'impasto-network';
const WEIGHTS = 'weights.bin';
const ABOUT = 'about.json';

type About = NonNullable<NetworkState['own']>;

const UNAVAILABLE = 'This version of Impasto cannot read network files; it uses its own network.';

/** The network that judges: the built-in one, or the user's own VGG, which is kept only with their consent. */
export class PaintingNetwork {
  readonly #read: ReadNetwork | null;
  readonly #changed: () => void;
  readonly #fail: (error: ErrorReport) => void;
  #reading = false;
  #own: (About & { readonly weights: Blob }) | null = null;
  #kept: NetworkState['kept'] = 'no';
  #used: NetworkState['used'] = 'built-in';

  constructor(read: ReadNetwork | null, changed: () => void, fail: (error: ErrorReport) => void) {
    this.#read = read;
    this.#changed = changed;
    this.#fail = fail;
  }

  get state(): NetworkState {
    const own = this.#own;
    return {
      unavailable: this.#read ? null : UNAVAILABLE,
      reading: this.#reading,
      own: own && { name: own.name, parameters: own.parameters, file: own.file },
      kept: this.#kept,
      used: this.#used,
    };
  }

  get choice(): PerceptualChoice {
    return this.#used === 'own' && this.#own
      ? { kind: 'own', weights: this.#own.weights }
      : { kind: 'built-in' };
  }

  /** Brings back what was kept; where there is nothing, or no private files, the built-in network stays. */
  async restore(): Promise<void> {
    if (!this.#read) return;
    try {
      const folder = await this.#folder(false);
      const about = await (await folder.getFileHandle(ABOUT)).getFile();
      const weights = await (await folder.getFileHandle(WEIGHTS)).getFile();
      this.#own = { ...(JSON.parse(await about.text()) as About), weights };
      this.#kept = 'yes';
      this.#used = 'own';
      this.#changed();
    } catch {
      // Nothing was kept.
    }
  }

  async open(file: File): Promise<void> {
    if (!this.#read || this.#reading) return;
    this.#reading = true;
    this.#changed();
    try {
      this.#take(unwrap(await this.#read(file)), file.name);
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
      await write(folder, WEIGHTS, weights);
      // Last: weights without it count as not kept.
      await write(folder, ABOUT, new Blob([JSON.stringify(about)]));
      this.#kept = 'yes';
    } catch (error) {
      this.#kept = 'no';
      this.#fail(notKept(error).report);
    }
    this.#changed();
  }

  use(which: NetworkState['used']): void {
    this.#used = this.#own ? which : 'built-in';
    this.#changed();
  }

  async remove(): Promise<void> {
    this.#own = null;
    this.#kept = 'no';
    this.#used = 'built-in';
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
    this.#used = 'own';
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
