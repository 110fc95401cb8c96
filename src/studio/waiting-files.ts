import { toErrorReport } from '../protocol/errors';
import type { MediaProbe } from '../protocol/media';
import type { WaitingFile } from './media';

interface Entry {
  readonly shown: WaitingFile;
  readonly file: File;
}

/** Video files that were opened with others, in order; each is looked into, so that it can be told beforehand. */
export class WaitingFiles {
  #entries: readonly Entry[] = [];
  #lastId = 0;

  constructor(
    private readonly probe: (file: File) => Promise<MediaProbe>,
    private readonly changed: () => void,
  ) {}

  get list(): readonly WaitingFile[] {
    return this.#entries.map(({ shown }) => shown);
  }

  add(files: readonly File[]): void {
    const added = files.map((file) => ({
      file,
      shown: { id: `file-${++this.#lastId}`, name: file.name, probe: null, problem: null },
    }));
    this.#put([...this.#entries, ...added]);
    void this.#look(added);
  }

  /** Takes a file off the list. */
  take(id: string): File | null {
    const file = this.#entries.find(({ shown }) => shown.id === id)?.file ?? null;
    this.#put(this.#entries.filter(({ shown }) => shown.id !== id));
    return file;
  }

  /** Takes every file off the list that may be exported. */
  takeAll(): readonly File[] {
    const usable = this.#entries.filter(({ shown }) => shown.problem === null);
    this.#put(this.#entries.filter(({ shown }) => shown.problem !== null));
    return usable.map(({ file }) => file);
  }

  /** One after the other: each takes a worker. */
  async #look(added: readonly Entry[]): Promise<void> {
    for (const { shown, file } of added) {
      try {
        const probe = await this.probe(file);
        const decodable = probe.video.some(({ problem }) => problem === null);
        this.#change(shown.id, { probe, problem: decodable ? null : (probe.video[0]?.problem ?? NO_VIDEO) });
      } catch (error) {
        this.#change(shown.id, { problem: toErrorReport(error).message });
      }
    }
  }

  #change(id: string, change: Partial<WaitingFile>): void {
    this.#put(
      this.#entries.map((entry) =>
        entry.shown.id === id ? { ...entry, shown: { ...entry.shown, ...change } } : entry,
      ),
    );
  }

  #put(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.changed();
  }
}

const NO_VIDEO = 'There is no video in this file.';
