import { type Folder, openFolder } from '../clip-files';

/** TypeScript's library for pages does not know it, and one project compiles both. */
interface SyncAccessHandle {
  write(data: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface SyncFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

interface Chunk {
  readonly data: Uint8Array<ArrayBuffer>;
  /** Byte offset; null appends. */
  readonly position: number | null;
}

/** A private file that is being written, in place and without a copy. Workers only. */
export class FileWriter {
  private end = 0;
  private closed = false;

  private constructor(
    readonly name: string,
    private readonly handle: SyncAccessHandle,
    private readonly maxBytes: number,
  ) {}

  /** Creates or empties the file. Writing more than `maxBytes` throws `QuotaExceededError`. */
  static async create(folder: Folder, name: string, maxBytes = Infinity): Promise<FileWriter> {
    const file = await (await openFolder(folder)).getFileHandle(name, { create: true });
    const handle = await (file as SyncFileHandle).createSyncAccessHandle();
    handle.truncate(0);
    return new FileWriter(name, handle, maxBytes);
  }

  get bytes(): number {
    return this.end;
  }

  write({ data, position }: Chunk): void {
    const at = position ?? this.end;
    if (at + data.byteLength > this.maxBytes) throw full();
    const written = this.handle.write(data, { at });
    if (written !== data.byteLength) throw full();
    this.end = Math.max(this.end, at + written);
  }

  /** What was written so far survives a crash of the browser from here on. */
  flush(): void {
    this.handle.flush();
  }

  /** For mediabunny's `StreamTarget`. */
  positioned(): WritableStream<{ data: Uint8Array<ArrayBuffer>; position: number }> {
    return new WritableStream({ write: (chunk) => this.write(chunk) });
  }

  /** Appends whatever is piped in. */
  appending(): WritableStream<Uint8Array> {
    return new WritableStream({
      write: (data) => this.write({ data: new Uint8Array(data), position: null }),
    });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.handle.flush();
    this.handle.close();
  }
}

function full(): DOMException {
  return new DOMException('the limit of the storage is reached', 'QuotaExceededError');
}
