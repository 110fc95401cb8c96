import type { CDPSession, Page } from 'playwright';
import { residentBytes } from '../resident';

/** What a page has at one time. */
export interface MemorySample {
  /** Seconds since the first. */
  readonly time: number;
  /** JavaScript of the page and its workers after a collection, bytes; array buffers are not in it. */
  readonly heap: number;
  /** Array buffers of all of them, bytes. */
  readonly buffers: number;
  /** Physical memory of the process that they live in, bytes; Linux only, else 0. */
  readonly resident: number;
  /** As the meters say; null before a frame was shown. */
  readonly tensors: number | null;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** A thread of WASM that waits for work never answers. */
const PATIENCE_MS = 5000;

/** Looks at the memory of a page and of all its workers. The page must have been opened with `?test`. */
export class MemoryWatch {
  private readonly workers = new Set<string>();
  private readonly answers = new Map<number, (result: unknown) => void>();
  private lastId = 0;
  private readonly started = Date.now();
  readonly samples: MemorySample[] = [];

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {
    session.on('Target.attachedToTarget', ({ sessionId }) => this.workers.add(sessionId));
    session.on('Target.detachedFromTarget', ({ sessionId }) => this.workers.delete(sessionId));
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
      if (id !== undefined) this.answers.get(id)?.(result);
    });
  }

  static async of(page: Page): Promise<MemoryWatch> {
    const watch = new MemoryWatch(page, await page.context().newCDPSession(page));
    await watch.session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    return watch;
  }

  /** Collects garbage everywhere, then looks. */
  async sample(): Promise<MemorySample> {
    const usages = await Promise.all([
      this.pageUsage(),
      ...[...this.workers].map((id) => this.workerUsage(id)),
    ]);
    const sum = (of: (usage: HeapUsage) => number) =>
      usages.reduce((total, usage) => total + (usage ? of(usage) : 0), 0);
    const sample: MemorySample = {
      time: (Date.now() - this.started) / 1000,
      heap: sum(({ usedSize }) => usedSize),
      buffers: sum(({ backingStorageSize }) => backingStorageSize),
      resident: await residentBytes(this.page),
      tensors: await this.page.evaluate(() => window.__impasto?.studio.state.meters?.tensors ?? null),
    };
    this.samples.push(sample);
    return sample;
  }

  private async pageUsage(): Promise<HeapUsage> {
    await this.session.send('HeapProfiler.collectGarbage');
    return this.session.send('Runtime.getHeapUsage');
  }

  private async workerUsage(sessionId: string): Promise<HeapUsage | null> {
    if ((await this.ask(sessionId, 'HeapProfiler.collectGarbage')) === null) return null;
    return (await this.ask(sessionId, 'Runtime.getHeapUsage')) as HeapUsage | null;
  }

  /** Null where no answer comes; such a worker is not asked again. */
  private async ask(sessionId: string, method: string): Promise<unknown> {
    const id = ++this.lastId;
    const answer = new Promise<unknown>((resolve) => {
      this.answers.set(id, resolve);
      setTimeout(() => resolve(null), PATIENCE_MS);
    });
    const message = JSON.stringify({ id, method });
    await this.session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => undefined);
    const result = await answer;
    this.answers.delete(id);
    if (result === null) this.workers.delete(sessionId);
    return result;
  }
}
