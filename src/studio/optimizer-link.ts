import * as Comlink from 'comlink';
import { ImpastoError } from '../protocol/errors';
import type {
  MemoryEstimate,
  OptimizeEnd,
  OptimizeEvents,
  OptimizeJob,
  OptimizerApi,
  OptimizeSettings,
  PaintedPicture,
} from '../protocol/optimize';
import type { Size } from '../protocol/quality';
import type { Renderer } from '../renderer/renderer';
import { NO_DEADLINE_MS, timeout } from '../shared/deadline';
import { EndpointLink } from '../shared/endpoint-link';
import { unwrap } from '../shared/outcome';

/** The longest that any call may take but a run itself. */
const CALL_DEADLINE_MS = 30_000;
/** A run that tells nothing for so long hangs. Preparing one takes long on software adapters. */
const SILENCE_MS = 180_000;

/** The page's handle on the optimizer of one renderer. */
export class OptimizerLink {
  readonly #port: MessagePort;
  readonly #link: EndpointLink<OptimizerApi>;
  /** Calls off what gives a silent run up. */
  #stopListening: () => void = () => undefined;
  /** A run that was told to halt may be silent for as long as it likes. */
  #paused = false;
  #closed = false;

  private constructor(port: MessagePort) {
    this.#port = port;
    this.#link = new EndpointLink<OptimizerApi>(port, CALL_DEADLINE_MS, 'painting');
  }

  static async open(renderer: Renderer): Promise<OptimizerLink> {
    const { port1, port2 } = new MessageChannel();
    await renderer.openOptimizer(port2);
    return new OptimizerLink(port1);
  }

  /** True if another one must be opened. */
  get closed(): boolean {
    return this.#closed;
  }

  async estimate(
    photo: Size,
    settings: OptimizeSettings,
    network: 'built-in' | 'vgg',
  ): Promise<MemoryEstimate> {
    return unwrap(await this.#link.call((api) => api.estimate(photo, settings, network)));
  }

  /** Hands `job` over, its bitmaps with it; throws `ImpastoError` if it fails, or tells nothing for minutes. */
  async run(job: OptimizeJob, events: OptimizeEvents): Promise<OptimizeEnd> {
    const heard = <Args extends unknown[]>(event: (...args: Args) => void) => {
      return (...args: Args): void => {
        if (!this.#paused) this.#listen();
        event(...args);
      };
    };
    const proxy = Comlink.proxy<OptimizeEvents>({
      prepared: heard((comparison) => events.prepared(comparison)),
      progress: heard((reports) => events.progress(reports)),
      preview: heard((picture, iteration) => events.preview(picture, iteration)),
      kept: heard((picture, report) => events.kept(picture, report)),
    });
    this.#paused = false;
    this.#listen();
    try {
      const ended = this.#link.call(
        (api) => api.run(Comlink.transfer(job, bitmapsOf(job)), proxy),
        NO_DEADLINE_MS,
      );
      return unwrap(await ended);
    } finally {
      this.#stopListening();
    }
  }

  async pause(): Promise<void> {
    this.#paused = true;
    this.#stopListening();
    await this.#link.call((api) => api.pause());
  }

  async resume(): Promise<void> {
    this.#paused = false;
    this.#listen();
    await this.#link.call((api) => api.resume());
  }

  async stop(): Promise<void> {
    this.#paused = false;
    this.#listen();
    await this.#link.call((api) => api.stop());
  }

  async picture(): Promise<PaintedPicture> {
    return unwrap(await this.#link.call((api) => api.picture()));
  }

  /** The renderer is gone: everything under way fails with `error`. */
  abandon(error: ImpastoError): void {
    this.#closed = true;
    this.#stopListening();
    this.#link.end(error);
    this.#port.close();
  }

  /** Frees everything in the worker. */
  async close(): Promise<void> {
    await this.#free();
    this.abandon(new ImpastoError('internal', 'The optimizer was closed.'));
  }

  /** A worker that cannot even do this has failed, and says so by another way. */
  async #free(): Promise<void> {
    await this.#link.call((api) => api.close()).catch(() => undefined);
  }

  #listen(): void {
    this.#stopListening();
    this.#stopListening = timeout(SILENCE_MS, () => this.#giveUp());
  }

  #giveUp(): void {
    // It may only be this page that hears nothing: the run must not go on for nobody.
    void this.#free();
    this.abandon(
      new ImpastoError(
        'worker-timeout',
        'Painting this frame came to a standstill. What was painted so far is kept: resume to go on from there.',
        `nothing heard in ${SILENCE_MS} ms`,
      ),
    );
  }
}

/** Every bitmap of a job: what is handed over with it. */
export function bitmapsOf({ photo, styles, mask, resume }: OptimizeJob): ImageBitmap[] {
  return [
    photo,
    ...styles.flatMap(({ image }) => image ?? []),
    ...(mask ? [mask] : []),
    ...(resume ? [resume.picture] : []),
  ];
}
