import { ImpastoError, toErrorReport } from '../protocol/errors';
import type { OptimizeSettings } from '../protocol/optimize';
import type { Size } from '../protocol/quality';
import type { Renderer } from '../renderer/renderer';
import { OptimizerLink } from './optimizer-link';
import type { FitState } from './painting';

/** While a slider is moved the memory that a run takes is not asked for, ms. */
const ESTIMATE_AFTER_MS = 150;

/** What an estimate depends on. */
interface Estimated {
  readonly photo: Size;
  readonly settings: OptimizeSettings;
  readonly network: 'built-in' | 'vgg';
}

/** Holds the optimizer of whichever renderer there is, and knows what fits into it. */
export class OptimizerHolder {
  readonly #renderer: () => Promise<Renderer>;
  readonly #changed: () => void;
  #optimizer: Promise<OptimizerLink> | null = null;
  #fit: FitState = { estimate: null, error: null };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(renderer: () => Promise<Renderer>, changed: () => void) {
    this.#renderer = renderer;
    this.#changed = changed;
  }

  get fit(): FitState {
    return this.#fit;
  }

  /** The optimizer there is, or a new one; throws `ImpastoError` if there can be none. */
  async open(): Promise<OptimizerLink> {
    const before = this.#optimizer;
    const link = await before?.catch(() => null);
    if (link && !link.closed) return link;
    // Whoever else has waited here may have opened another one meanwhile.
    if (before !== this.#optimizer) return this.open();
    const opening = this.#renderer().then((renderer) => OptimizerLink.open(renderer));
    this.#optimizer = opening;
    return opening;
  }

  /** Nothing is wanted any more: the worker frees what it has. */
  close(): void {
    clearTimeout(this.#timer);
    this.#release((link) => link.close());
  }

  /** The renderer has gone, and the optimizer with it. */
  abandon(): void {
    const gone = new ImpastoError('device-lost', 'The part of Impasto that paints was replaced.');
    this.#release((link) => link.abandon(gone));
  }

  /** Finds out soon whether what `subject` then gives will fit. */
  estimateSoon(subject: () => Estimated | null): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#estimate(subject()), ESTIMATE_AFTER_MS);
  }

  async #estimate(subject: Estimated | null): Promise<void> {
    if (!subject) return;
    const { photo, settings, network } = subject;
    try {
      const link = await this.open();
      this.#fit = { estimate: await link.estimate(photo, settings, network), error: null };
    } catch (error) {
      this.#fit = { estimate: null, error: toErrorReport(error).message };
    }
    this.#changed();
  }

  #release(how: (link: OptimizerLink) => unknown): void {
    const optimizer = this.#optimizer;
    this.#optimizer = null;
    optimizer?.then(how).catch(() => undefined);
  }
}
