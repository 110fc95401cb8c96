import * as Comlink from 'comlink';
import { ImpastoError } from '../protocol/errors';
import { Breaker } from './breaker';
import { withDeadline } from './deadline';

/** `Api` with every method asynchronous. (Comlink's own type loses unions on the way.) */
export type Remote<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/** A Comlink proxy whose calls fail, instead of hanging for ever, when the other side is gone or falls silent. */
export class EndpointLink<Api> {
  private readonly proxy: Comlink.Remote<Api>;
  private readonly breaker = new Breaker();
  private readonly ended: Promise<Error>;
  /** The other side is gone: calls under way and calls to come fail with `error`. Only the first counts. */
  readonly end: (error: Error) => void;

  constructor(
    endpoint: Comlink.Endpoint,
    private readonly defaultDeadline: number,
    /** What the other side does, as people are told of it: "painting". */
    protected readonly task: string,
  ) {
    this.proxy = Comlink.wrap<Api>(endpoint);
    let announce: (error: Error) => void = () => undefined;
    this.ended = new Promise((resolve) => (announce = resolve));
    this.end = (error) => {
      this.breaker.break(error);
      announce(error);
    };
  }

  /** Calls `handler` once the other side is gone, be it by itself or because it was let go. */
  onEnd(handler: (error: Error) => void): void {
    void this.ended.then(handler);
  }

  /** Throws what {@link end} was given, or `ImpastoError` `worker-timeout` after `deadline` ms. */
  call<T>(request: (api: Remote<Api>) => Promise<T>, deadline = this.defaultDeadline): Promise<T> {
    const answer = this.breaker.guard(() => request(this.proxy as unknown as Remote<Api>));
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
}
