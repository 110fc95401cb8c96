import type { NetworkModel } from '../../network/model';
import type { Size, Tier } from '../../protocol/quality';
import { NO_DEADLINE_MS } from '../../shared/deadline';
import { CompiledNetwork } from './compiled-network';
import type { ConvStep } from './execution-plan';
import { FrameGraph } from './frame-graph';
import type { Dialect } from './dialect';
import { kindOf } from './layer-kind';
import { GpuClock } from './gpu-clock';
import { candidatesOf } from './tile-candidates';
import { tileStore, type TileStore, type Tuning } from './tile-store';
import type { Tile, TileChoice } from './tiles';

/** Raise when shaders or the order of candidates change: what was measured before then means nothing. */
const VERSION = 6;
/** ms that a first visit may take longer. */
const BUDGET = 500;
/** What is measured with: like a usual frame, large enough to fill a GPU. */
const SIZE = { width: 512, height: 288 };
/** ms that a kind of layer is kept busy for, at the least: clocks tick every 0.1 ms in browsers. */
const ENOUGH = 2;
/** ms of work before anything is timed, and before each of the other turns: a device cools down while it compiles. */
const WARM = 30;
const WARM_AGAIN = 5;
/** Tiles of a layer that are tried, the usual one included; with more, none would be compiled in time. */
const TRIED = 8;

type Best = Map<string, Tuning['best'][string]>;

/** One tile of every layer, and what it is measured with. */
interface Turn {
  readonly dialect: Dialect;
  readonly choice: TileChoice;
  readonly picture: GPUTexture;
  readonly best: Best;
  /** ms of work beforehand. */
  readonly warm: number;
  /** True once there is no time left. */
  readonly over: () => boolean;
}

/**
 * Finds the fastest tile of each kind of layer by trying a few on the device, once an adapter and
 * network: what was found is kept. What the time does not suffice for is left to the next visit.
 */
export class TileTuner {
  /**
   * @param adapter its name
   * @param budget ms after which it goes on with what it has
   * @param size of the picture that is measured with
   * @param tried tiles of a layer, the usual one included
   */
  constructor(
    private readonly device: GPUDevice,
    private readonly adapter: string,
    private readonly store: TileStore = tileStore,
    private readonly budget = BUDGET,
    private readonly size: Size = SIZE,
    private readonly tried = TRIED,
  ) {}

  /** What was found before, or null while there is more to measure. */
  async recall(tier: Tier, dialect: Dialect, usual: TileChoice): Promise<TileChoice | null> {
    const known = await this.store.get(this.key(tier, dialect));
    return known && known.tried >= this.tried ? chosen(known, usual) : null;
  }

  /** What was found computes wrongly: the next visit measures anew. */
  forget(tier: Tier, dialect: Dialect): Promise<void> {
    return this.store.delete(this.key(tier, dialect));
  }

  /** Measures, keeps what was found, and gives it; layers that it does not know get their usual tile. */
  async tune(model: NetworkModel, dialect: Dialect, usual: TileChoice): Promise<TileChoice> {
    const key = this.key(model.spec.tier, dialect);
    const before = (await this.store.get(key)) ?? { best: {}, tried: 0 };
    const best: Best = new Map(Object.entries(before.best));
    const picture = this.device.createTexture({
      size: [this.size.width, this.size.height],
      format: 'rgba16float',
      usage: GPUTextureUsage.TEXTURE_BINDING,
    });
    let turn = before.tried;
    let over = false;
    const isOver = () => over;
    const measured = (async () => {
      for (; turn < this.tried && !isOver(); turn++) {
        const choice: TileChoice = (step) => this.candidates(step, usual(step), dialect)[turn] ?? usual(step);
        const warm = turn === before.tried ? WARM : WARM_AGAIN;
        await this.measure(model, { dialect, choice, picture, best, warm, over: isOver });
      }
      // Without what failed the usual tiles go on.
    })().catch(() => undefined);
    await Promise.race([measured, expired(this.budget)]);
    // A variant that still compiles is not waited for: nothing more is measured when it is done.
    over = true;
    void measured.then(() => picture.destroy());
    // A turn that takes too long every time must not be tried for ever.
    const tuning: Tuning = { best: Object.fromEntries(best), tried: Math.max(turn, before.tried + 1) };
    await this.store.put(key, tuning);
    return chosen(tuning, usual);
  }

  /** Times every kind of layer once with a choice; one that does not compile is passed over. */
  private async measure(
    model: NetworkModel,
    { dialect, choice, picture, best, warm, over }: Turn,
  ): Promise<void> {
    if (over()) return;
    const { device } = this;
    let network: CompiledNetwork;
    try {
      network = await CompiledNetwork.create(device, model, choice, dialect);
    } catch {
      return;
    }
    if (over()) {
      network.destroy();
      return;
    }
    const graph = new FrameGraph(device, network, picture, this.size);
    const clock = new GpuClock(device);
    await clock.warm((pass) => graph.encode(pass), warm);
    const timed = new Set<string>();
    for (const [index, step] of graph.plan.steps.entries()) {
      const kind = kindOf(step);
      const tile = network.layers[index]?.tile;
      if (over() || !tile || timed.has(kind)) continue;
      timed.add(kind);
      const ms = await clock.timeRepeated((pass) => graph.encodeConvolution(pass, index), ENOUGH);
      if (!over() && ms < (best.get(kind)?.ms ?? Infinity)) best.set(kind, { ms, tile });
    }
    clock.destroy();
    graph.destroy();
    network.destroy();
  }

  /** The usual tile and others that fit the device. */
  private candidates(step: ConvStep, usual: Tile, { precision }: Dialect): Tile[] {
    return [usual, ...candidatesOf(step, usual, precision, this.device.limits)];
  }

  private key(tier: Tier, dialect: Dialect): string {
    return `${VERSION} ${this.adapter} ${dialect.precision} ${tier}`;
  }
}

function expired(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, NO_DEADLINE_MS)));
}

function chosen({ best }: Tuning, usual: TileChoice): TileChoice {
  return (step) => best[kindOf(step)]?.tile ?? usual(step);
}
