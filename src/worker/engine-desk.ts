import type { EngineInfo, StyleEngine } from '../engine/style-engine';
import { loadModel } from '../network/model';
import { modelFiles } from '../network/model-files';
import { ImpastoError } from '../protocol/errors';
import type { Tier } from '../protocol/quality';
import type { StyleMix } from '../protocol/style';
import type { Alone, Backend } from './backend';

interface Seat {
  readonly engine: StyleEngine;
  mix: StyleMix | null;
}

/**
 * The networks, each with an engine of its own from when it is first asked for, so that changing between
 * them costs nothing. The display, exports and optimizations take turns with them.
 */
export class EngineDesk {
  private readonly coming = new Map<Tier, Promise<void>>();
  private readonly seats = new Map<Tier, Seat>();
  private readonly occupants = new Set<{ readonly tier: Tier }>();
  private trimmed = 0;

  /** @param alone gives turns to work that nothing else may disturb */
  constructor(
    private readonly backend: Pick<Backend, 'info' | 'openEngine'>,
    private readonly alone: Alone,
  ) {}

  /**
   * Fetches a network and has an engine compile it, once, while others go on painting. Never to be awaited
   * within a turn. Throws `ImpastoError` `model-missing` or `model-corrupt`; asked again it tries again.
   */
  prepare(tier: Tier): Promise<void> {
    const known = this.coming.get(tier);
    if (known) return known;
    const coming = this.open(tier);
    this.coming.set(tier, coming);
    coming.catch(() => this.coming.delete(tier));
    return coming;
  }

  isReady(tier: Tier): boolean {
    return this.seats.has(tier);
  }

  get ready(): readonly Tier[] {
    return [...this.seats.keys()];
  }

  /** Of the engine that was ready first. */
  get info(): EngineInfo {
    const [first] = this.seats.values();
    return first?.engine.info ?? this.backend.info;
  }

  /** The engine of a network that is ready, painting a mix until the next call. */
  use(tier: Tier, mix: StyleMix): StyleEngine {
    const seat = this.seats.get(tier);
    if (!seat) throw new Error(`the network ${tier} is not ready`);
    if (mix !== seat.mix) seat.engine.setMix(mix);
    seat.mix = mix;
    return seat.engine;
  }

  /** Keeps a network's memory of frames from {@link leave}, until the function that this gives is called. */
  occupy(tier: Tier): () => void {
    const occupant = { tier };
    this.occupants.add(occupant);
    return () => this.occupants.delete(occupant);
  }

  /** The display goes on with another network: what is kept for frames here is freed if nobody else needs it. */
  leave(tier: Tier): void {
    const occupied = [...this.occupants].some((occupant) => occupant.tier === tier);
    if (!occupied) this.seats.get(tier)?.engine.trim();
  }

  /** How often it was trimmed: since then, memory is taken anew for what had fitted before. */
  get trims(): number {
    return this.trimmed;
  }

  /** Frees what is kept for the sizes painted so far, whoever paints them. */
  trim(): void {
    this.trimmed++;
    for (const { engine } of this.seats.values()) engine.trim();
  }

  /** Frees what is remembered of a stream. */
  forget(stream: object): void {
    for (const { engine } of this.seats.values()) engine.forget(stream);
  }

  memory(): { tensors: number; bytes: number } {
    const each = [...this.seats.values()].map(({ engine }) => engine.memory());
    // Those that use tensors share them: TensorFlow.js counts for all of them together.
    const shared = each.find(({ tensors }) => tensors > 0) ?? { tensors: 0, bytes: 0 };
    const own = each.filter(({ tensors }) => tensors === 0);
    return { ...shared, bytes: own.reduce((sum, { bytes }) => sum + bytes, shared.bytes) };
  }

  private async open(tier: Tier): Promise<void> {
    const files = modelFiles.get(tier);
    if (!files)
      throw new ImpastoError('model-missing', 'This build of Impasto holds no painting network.', tier);
    const model = await loadModel(files);
    const engine = this.backend.openEngine(this.alone);
    try {
      await engine.load(model);
    } catch (error) {
      engine.dispose();
      throw error;
    }
    this.seats.set(tier, { engine, mix: null });
  }
}
