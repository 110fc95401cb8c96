import { ImpastoError } from '../protocol/errors';
import { EndpointLink } from './endpoint-link';

export type { Remote } from './endpoint-link';

/** A link to a worker that notices when it crashes or cannot be loaded: then calls fail with `worker-crashed`. */
export class WorkerLink<Api> extends EndpointLink<Api> {
  constructor(
    private readonly worker: Worker,
    defaultDeadline: number,
    /** What the thread does, as people are told of it: "painting". */
    task = 'painting',
  ) {
    super(worker, defaultDeadline, task);
    worker.addEventListener('error', (event) => this.end(this.crashError(event.message)));
    worker.addEventListener('messageerror', () => this.end(this.crashError('a message could not be read')));
  }

  /** Ends the thread, and with it everything it owns; calls under way fail. */
  terminate(): void {
    this.end(new ImpastoError('internal', `The ${this.task} thread was closed.`));
    this.worker.terminate();
  }

  private crashError(detail: string): ImpastoError {
    return new ImpastoError('worker-crashed', `The ${this.task} thread stopped unexpectedly.`, detail);
  }
}
