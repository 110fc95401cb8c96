/** Counts every picture that is made on the main thread of a page, and how many are still open. */
export class FrameLedger {
  readonly #made: (VideoFrame | ImageBitmap)[] = [];
  readonly #readers = new Set<unknown>();

  constructor() {
    this.#watchReaders();
    this.#watchConstructor();
    this.#watchBitmaps();
    this.#watchMessages();
  }

  get made(): number {
    return this.#made.length;
  }

  get open(): number {
    // A closed frame has no format, a closed bitmap no width.
    return this.#made.filter((image) =>
      image instanceof VideoFrame ? image.format !== null : image.width > 0,
    ).length;
  }

  /** Stream readers that have read and were not cancelled. */
  get readers(): number {
    return this.#readers.size;
  }

  #note(value: unknown): void {
    const image = value instanceof VideoFrame || value instanceof ImageBitmap ? value : null;
    if (image !== null && !this.#made.includes(image)) this.#made.push(image);
  }

  #watchReaders(): void {
    const note = (value: unknown): void => this.#note(value);
    const prototype = ReadableStreamDefaultReader.prototype as ReadableStreamDefaultReader<unknown>;
    const read = methodOf(prototype, 'read') as () => Promise<ReadableStreamReadResult<unknown>>;
    const readers = this.#readers;
    prototype.read = async function (this: ReadableStreamDefaultReader<unknown>) {
      readers.add(this);
      const result = await Reflect.apply(read, this, []);
      note(result.value);
      return result;
    };
    const cancel = methodOf(prototype, 'cancel') as () => Promise<void>;
    prototype.cancel = function (this: ReadableStreamDefaultReader<unknown>) {
      readers.delete(this);
      return Reflect.apply(cancel, this, []);
    };
  }

  #watchConstructor(): void {
    const note = (value: unknown): void => this.#note(value);
    globalThis.VideoFrame = new Proxy(VideoFrame, {
      construct(target, args, newTarget) {
        const frame = Reflect.construct(target, args, newTarget) as VideoFrame;
        note(frame);
        return frame;
      },
    });
  }

  #watchBitmaps(): void {
    const note = (value: unknown): void => this.#note(value);
    const { prototype } = OffscreenCanvas;
    const transfer = methodOf(prototype, 'transferToImageBitmap') as () => ImageBitmap;
    prototype.transferToImageBitmap = function (this: OffscreenCanvas) {
      const bitmap = Reflect.apply(transfer, this, []);
      note(bitmap);
      return bitmap;
    };
    const create = globalThis.createImageBitmap.bind(globalThis) as (
      ...args: unknown[]
    ) => Promise<ImageBitmap>;
    globalThis.createImageBitmap = async (...args: unknown[]) => {
      const bitmap = await create(...args);
      note(bitmap);
      return bitmap;
    };
  }

  #watchMessages(): void {
    const note = (value: unknown): void => this.#note(value);
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }: MessageEvent<{ image?: unknown }>) => note(data.image));
      }
    };
  }
}

/** A method as it is, to be called by `Reflect.apply`. */
function methodOf(prototype: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.value;
}

/** Counts object URLs: made and not revoked. */
export class UrlLedger {
  readonly #open = new Set<string>();

  constructor() {
    const create = URL.createObjectURL.bind(URL);
    const revoke = URL.revokeObjectURL.bind(URL);
    URL.createObjectURL = (object) => {
      const url = create(object);
      this.#open.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      this.#open.delete(url);
      revoke(url);
    };
  }

  get open(): number {
    return this.#open.size;
  }
}
