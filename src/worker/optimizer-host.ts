import * as Comlink from 'comlink';
import { ImpastoError } from '../protocol/errors';
import type { OptimizerApi } from '../protocol/optimize';
import { outcome } from '../shared/outcome';
import type { Backend } from './backend';
import type { EngineDesk } from './engine-desk';

/** What an optimizer borrows from the render worker. */
export interface OptimizerHost {
  readonly backend: Backend;
  readonly desk: EngineDesk;
  /** Runs a job for certain, taking turns with the display. */
  enqueue<T>(job: () => Promise<T>): Promise<T>;
}

/** Answers on `port` until it is told to close. */
export function openOptimizer(port: MessagePort, host: OptimizerHost): void {
  const notYet = () =>
    outcome(() => Promise.reject(new ImpastoError('internal', 'Not there yet.', host.desk.tier ?? '')));
  const api: OptimizerApi = {
    estimate: notYet,
    run: notYet,
    pause: () => undefined,
    resume: () => undefined,
    stop: () => undefined,
    picture: notYet,
    close: () => Promise.resolve(),
  };
  Comlink.expose(api, port);
}
