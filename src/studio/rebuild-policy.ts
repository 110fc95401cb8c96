import type { BackendName } from '../protocol/backend';
import type { ErrorCode } from '../protocol/errors';

/** A second failure within this time is not answered by another rebuild of our own accord, ms. */
export const QUIET_TIME = 30_000;

/** Failures that another backend may be spared; `internal` is what painting ends in when a device goes without a word. */
const BACKENDS_FAULT: readonly ErrorCode[] = ['device-lost', 'worker-crashed', 'worker-timeout', 'internal'];

/** Decides, after the renderer has failed, whether to rebuild at once and with which backends. */
export class RebuildPolicy {
  #lastFailure = Number.NEGATIVE_INFINITY;
  readonly #lastByBackend = new Map<BackendName, number>();
  readonly #excluded = new Set<BackendName>();

  /** Backends that failed twice in a row, or could not be got ready, and are not to be tried again. */
  get excluded(): readonly BackendName[] {
    return [...this.#excluded];
  }

  /** Notes a failure at `now` (ms); true if Impasto may rebuild without being asked. */
  failed(code: ErrorCode, backend: BackendName | null, now: number): boolean {
    const quiet = now - this.#lastFailure > QUIET_TIME;
    this.#lastFailure = now;
    if (backend !== null && BACKENDS_FAULT.includes(code)) this.#blame(backend, now);
    return quiet;
  }

  /** Notes that a renderer did not come up; true if Impasto may go on with other backends without being asked. */
  failedToStart(code: ErrorCode, backend: BackendName | null, now: number): boolean {
    this.failed(code, backend, now);
    // A device may be lost by chance; what else there is happens again.
    const again = code !== 'device-lost' && BACKENDS_FAULT.includes(code);
    if (!again || backend === null || backend === 'cpu' || this.#excluded.has(backend)) return false;
    this.#excluded.add(backend);
    return true;
  }

  #blame(backend: BackendName, now: number): void {
    const before = this.#lastByBackend.get(backend) ?? Number.NEGATIVE_INFINITY;
    this.#lastByBackend.set(backend, now);
    // The CPU is the last resort: without it there would be nothing to go on with.
    if (now - before <= QUIET_TIME && backend !== 'cpu') this.#excluded.add(backend);
  }
}
