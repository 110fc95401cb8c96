import { makeZip } from 'client-zip';
import type { Size } from '../../../protocol/quality';
import { Breaker } from '../../../shared/breaker';
import type { FileWriter } from '../file-writer';
import type { FrameWriter } from './frame-writer';
import { PixelReader } from './pixel-reader';

interface Entry {
  readonly name: string;
  readonly lastModified: Date;
  readonly input: Blob;
}

/** A PNG for every frame, in a ZIP that is written while it grows. */
export class PngZipWriter implements FrameWriter {
  private readonly reader: PixelReader;
  private readonly entries: WritableStreamDefaultWriter<Entry>;
  private readonly zipped: Promise<void>;
  private readonly date = new Date();
  /** A full disk breaks the pipe, after which the entries would wait for ever. */
  private readonly pipe = new Breaker();
  private count = 0;

  constructor(
    private readonly file: FileWriter,
    size: Size,
  ) {
    this.reader = new PixelReader(size);
    // Nothing queues: `add` waits until the entry before is on the disk.
    const { readable, writable } = new TransformStream<Entry, Entry>(undefined, { highWaterMark: 1 });
    this.entries = writable.getWriter();
    this.zipped = makeZip(each(readable)).pipeTo(file.appending());
    // Heard of in `add` and `finish`.
    this.zipped.catch((error: unknown) => this.pipe.break(toError(error)));
  }

  async add(frame: VideoFrame): Promise<void> {
    const name = `frame-${String(++this.count).padStart(6, '0')}.png`;
    const input = await this.reader.toPng(frame);
    await this.pipe.guard(() => this.entries.ready);
    // Its promise resolves when the entry is taken; waiting for room is enough.
    this.entries.write({ name, lastModified: this.date, input }).catch(() => undefined);
    await this.pipe.guard(() => this.entries.ready);
  }

  async finish(): Promise<void> {
    await this.pipe.guard(() => this.entries.close());
    await this.zipped;
    this.file.close();
  }

  /** A ZIP is read from its end, which is missing. */
  async abandon(): Promise<boolean> {
    await this.entries.abort().catch(() => undefined);
    await this.zipped.catch(() => undefined);
    this.file.close();
    return false;
  }
}

/** The entries one by one; streams themselves cannot be iterated in every browser. */
async function* each(entries: ReadableStream<Entry>): AsyncGenerator<Entry, void> {
  const reader = entries.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
