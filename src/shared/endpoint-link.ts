import * as Comlink from 'comlink';
import { ImpastoError } from '../protocol/errors';
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
  private readonly ending: Promise<never>;
  /** Ends of the calls under way. (A race of each against `ending` would keep every answer alive.) */
  private readonly underWay = new Set<(error: unknown) => void>();
  private ended = false;
  /** The other side is gone: calls under way and calls to come fail with `error`. Only the first counts. */
  readonly end: (error: Error) => void;

  constructor(
    endpoint: Comlink.Endpoint,
    private readonly defaultDeadline: number,
    /** What the other side does, as people are told of it: "painting". */
    protected readonly task: string,
  ) {
    this.proxy = Comlink.wrap<Api>(endpoint);
    let end: (error: Error) => void = () => undefined;
    this.ending = new Promise<never>((_, reject) => (end = reject));
    this.end = end;
    this.ending.catch((error: unknown) => {
      this.ended = true;
      for (const fail of this.underWay) fail(error);
      this.underWay.clear();
    });
  }

  protected onEnd(handler: (error: unknown) => void): void {
    this.ending.catch(handler);
  }

  /** Throws what {@link end} was given, or `ImpastoError` `worker-timeout` after `deadline` ms. */
  call<T>(request: (api: Remote<Api>) => Promise<T>, deadline = this.defaultDeadline): Promise<T> {
    if (this.ended) return this.ending;
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
}
