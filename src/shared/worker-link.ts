import * as Comlink from 'comlink';
import { ImpastoError } from '../protocol/errors';
import { withDeadline } from './deadline';

/** `Api` with every method asynchronous. (Comlink's own type loses unions on the way.) */
export type Remote<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/**
 * A Comlink proxy whose calls fail, instead of hanging for ever, when the worker crashes, cannot be
 * loaded or falls silent.
 */
export class WorkerLink<Api> {
  private readonly proxy: Comlink.Remote<Api>;
  private readonly crashed: Promise<never>;
  private crash: (error: Error) => void = () => undefined;
  /** Ends of the calls under way. (A race of each against `crashed` would keep every answer alive.) */
  private readonly underWay = new Set<(error: unknown) => void>();
  private ended = false;

  constructor(
    private readonly worker: Worker,
    private readonly defaultDeadline: number,
    /** What the thread does, as people are told of it: "painting". */
    private readonly task = 'painting',
  ) {
    this.proxy = Comlink.wrap<Api>(worker);
    this.crashed = new Promise<never>((_, reject) => (this.crash = reject));
    this.crashed.catch((error: unknown) => {
      this.ended = true;
      for (const end of this.underWay) end(error);
      this.underWay.clear();
    });
    worker.addEventListener('error', (event) => this.crash(this.crashError(event.message)));
    worker.addEventListener('messageerror', () => this.crash(this.crashError('a message could not be read')));
  }

  onCrash(handler: (error: unknown) => void): void {
    this.crashed.catch(handler);
  }

  /** Throws `ImpastoError`: `worker-crashed`, or `worker-timeout` after `deadline` ms. */
  call<T>(request: (api: Remote<Api>) => Promise<T>, deadline = this.defaultDeadline): Promise<T> {
    if (this.ended) return this.crashed;
    const answer = new Promise<T>((resolve, reject) => {
      this.underWay.add(reject);
      request(this.proxy as unknown as Remote<Api>)
        .then(resolve, reject)
        .finally(() => this.underWay.delete(reject));
    });
    return withDeadline(
      answer,
      deadline,
      () =>
        new ImpastoError(
          'worker-timeout',
          `The ${this.task} thread did not answer.`,
          `no answer in ${deadline} ms`,
        ),
    );
  }

  /** Ends the thread, and with it everything it owns; calls under way fail. */
  terminate(): void {
    this.crash(new ImpastoError('internal', `The ${this.task} thread was closed.`));
    this.worker.terminate();
  }

  private crashError(detail: string): ImpastoError {
    return new ImpastoError('worker-crashed', `The ${this.task} thread stopped unexpectedly.`, detail);
  }
}
