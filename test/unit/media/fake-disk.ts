/** Private files in memory, with the locks that browsers put on those that are being written. */
import { vi } from 'vitest';

const locked = () => new DOMException('in use', 'NoModificationAllowedError');
const missing = () => new DOMException('not there', 'NotFoundError');

class FakeFile {
  bytes = new Uint8Array();
  writing = false;

  constructor(readonly name: string) {}

  getFile(): Promise<File> {
    return Promise.resolve(new File([this.bytes], this.name));
  }

  async createSyncAccessHandle() {
    await Promise.resolve();
    if (this.writing) throw locked();
    this.writing = true;
    return {
      write: (data: Uint8Array, { at }: { at: number }) => this.write(data, at),
      truncate: (size: number) => void (this.bytes = this.bytes.slice(0, size)),
      flush: () => undefined,
      close: () => void (this.writing = false),
    };
  }

  private write(data: Uint8Array, at: number): number {
    const grown = new Uint8Array(Math.max(this.bytes.length, at + data.length));
    grown.set(this.bytes);
    grown.set(data, at);
    this.bytes = grown;
    return data.length;
  }
}

class FakeFolder {
  readonly folders = new Map<string, FakeFolder>();
  readonly files = new Map<string, FakeFile>();

  getDirectoryHandle(name: string): Promise<FakeFolder> {
    const folder = this.folders.get(name) ?? new FakeFolder();
    this.folders.set(name, folder);
    return Promise.resolve(folder);
  }

  async getFileHandle(name: string, options?: { create: boolean }): Promise<FakeFile> {
    await Promise.resolve();
    const file = this.files.get(name) ?? (options?.create ? new FakeFile(name) : null);
    if (!file) throw missing();
    this.files.set(name, file);
    return file;
  }

  async removeEntry(name: string): Promise<void> {
    await Promise.resolve();
    const file = this.files.get(name);
    if (!file) throw missing();
    if (file.writing) throw locked();
    this.files.delete(name);
  }

  async *keys(): AsyncGenerator<string> {
    for (const name of [...this.files.keys()]) yield await Promise.resolve(name);
  }
}

/** What `navigator.storage` leads to while it is installed. */
export class FakeDisk {
  private readonly root = new FakeFolder();

  install(): void {
    const storage = {
      getDirectory: () => Promise.resolve(this.root),
      estimate: () => Promise.resolve({ usage: 0, quota: 2 ** 40 }),
    };
    vi.stubGlobal('navigator', { storage });
  }

  async put(folder: 'clips' | 'parts', name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const file = await (await this.folder(folder)).getFileHandle(name, { create: true });
    file.bytes = bytes;
  }

  /** As if another thread wrote the file. */
  async lock(folder: 'clips' | 'parts', name: string): Promise<void> {
    const file = await (await this.folder(folder)).getFileHandle(name, { create: true });
    file.writing = true;
  }

  async names(folder: 'clips' | 'parts'): Promise<string[]> {
    return [...(await this.folder(folder)).files.keys()];
  }

  async size(folder: 'clips' | 'parts', name: string): Promise<number> {
    return (await (await this.folder(folder)).getFileHandle(name)).bytes.length;
  }

  private async folder(name: 'clips' | 'parts'): Promise<FakeFolder> {
    return (await this.root.getDirectoryHandle('impasto')).getDirectoryHandle(name);
  }
}
