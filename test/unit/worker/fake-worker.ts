/** A worker without a thread: both ends live here, and messages are copied as between threads. */
import * as Comlink from 'comlink';

export class FakeWorker extends EventTarget {
  terminated = false;
  private readonly inside = new EventTarget();

  /** @param api what the worker exposes; null: it never answers */
  constructor(api: object | null) {
    super();
    if (!api) return;
    Comlink.expose(api, {
      addEventListener: (type, listener) => this.inside.addEventListener(type, listener),
      removeEventListener: (type, listener) => this.inside.removeEventListener(type, listener),
      postMessage: (message) => this.deliver(this, message),
    });
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.deliver(this.inside, message, transfer);
  }

  terminate(): void {
    this.terminated = true;
  }

  /** What the browser tells of an error that nobody caught in the worker. */
  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  private deliver(to: EventTarget, message: unknown, transfer: Transferable[] = []): void {
    const data: unknown = structuredClone(message, { transfer });
    queueMicrotask(() => {
      if (!this.terminated) to.dispatchEvent(new MessageEvent('message', { data }));
    });
  }
}
