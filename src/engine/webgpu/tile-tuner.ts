import type { NetworkModel } from '../../network/model';
import type { Size, Tier } from '../../protocol/quality';
import { CompiledNetwork } from './compiled-network';
import { groupsOf, type ConvStep } from './execution-plan';
import { FrameGraph } from './frame-graph';
import type { Dialect } from './dialect';
import { tileStore, type TileStore, type TileTable } from './tile-store';
import type { Tile, TileChoice } from './tiles';

/** Raise when shaders change: what was measured before then means nothing. */
const VERSION = 2;
/** ms that a first visit may take longer. */
const BUDGET = 500;
/** The longest that a timer can be set to, ms. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** What is measured with: like a usual frame, large enough to fill a GPU. */
const SIZE = { width: 512, height: 288 };
/** Dispatches in a row, so that the wait at the end does not count. */
const REPEATS = 4;

/** Other ways to cut up a layer, each from its usual tile; what compiles fast comes first. */
const VARIANTS: readonly ((usual: Tile) => Tile)[] = [
  (usual) => ({ ...usual, x: 16, y: 4 }),
  (usual) => ({ ...usual, pixels: 8 }),
  (usual) => ({ ...usual, rows: 2, unrolled: true }),
  (usual) => ({ ...usual, rows: 4, groups: 1, unrolled: true }),
];

/**
 * Finds the fastest tile of each kind of layer by trying a few on the device, once an adapter and
 * network: what was found is kept.
 */
export class TileTuner {
  /**
   * @param adapter its name
   * @param budget ms after which it goes on with what it has
   * @param size of the picture that is measured with
   */
  constructor(
    private readonly device: GPUDevice,
    private readonly adapter: string,
    private readonly store: TileStore = tileStore,
    private readonly budget = BUDGET,
    private readonly size: Size = SIZE,
  ) {}

  /** What was found before, or null; layers that it does not know get their usual tile. */
  async recall(tier: Tier, dialect: Dialect, usual: TileChoice): Promise<TileChoice | null> {
    const tiles = await this.store.get(this.key(tier, dialect));
    return tiles && chosen(tiles, usual);
  }

  /** Measures, keeps what was found, and gives it. */
  async tune(model: NetworkModel, dialect: Dialect, usual: TileChoice): Promise<TileChoice> {
    const best = new Map<string, { ms: number; tile: Tile }>();
    const picture = this.device.createTexture({
      size: [this.size.width, this.size.height],
      format: 'rgba16float',
      usage: GPUTextureUsage.TEXTURE_BINDING,
    });
    let over = false;
    const measured = (async () => {
      for (const variant of [(tile: Tile) => tile, ...VARIANTS]) {
        const choice: TileChoice = (step) => (isInner(step) ? variant(usual(step)) : usual(step));
        await this.measure(model, dialect, choice, picture, best, () => over);
      }
    })();
    await Promise.race([measured, expired(this.budget)]);
    // A variant that still compiles is not waited for: nothing more is measured when it is done.
    over = true;
    void measured.catch(() => undefined).finally(() => picture.destroy());
    const tiles = Object.fromEntries([...best].map(([kind, { tile }]) => [kind, tile]));
    await this.store.put(this.key(model.spec.tier, dialect), tiles);
    return chosen(tiles, usual);
  }

  /** Times every kind of layer once with a choice; one that does not compile or run is passed over. */
  private async measure(
    model: NetworkModel,
    dialect: Dialect,
    choice: TileChoice,
    picture: GPUTexture,
    best: Map<string, { ms: number; tile: Tile }>,
    over: () => boolean,
  ): Promise<void> {
    if (over()) return;
    const { device } = this;
    let network: CompiledNetwork;
    try {
      network = await CompiledNetwork.create(device, model, choice, dialect);
    } catch {
      return;
    }
    const graph = new FrameGraph(device, network, picture, this.size);
    const timed = new Set<string>();
    for (const [index, step] of graph.plan.steps.entries()) {
      const kind = kindOf(step);
      const tile = network.layers[index]?.tile;
      if (over() || !tile || !isInner(step) || timed.has(kind)) continue;
      timed.add(kind);
      const ms = await this.time(graph, index);
      if (!over() && ms < (best.get(kind)?.ms ?? Infinity)) best.set(kind, { ms, tile });
    }
    graph.destroy();
    network.destroy();
  }

  private async time(graph: FrameGraph, step: number): Promise<number> {
    const run = async (repeats: number) => {
      const encoder = this.device.createCommandEncoder({ label: 'tuning' });
      const pass = encoder.beginComputePass();
      for (let repeat = 0; repeat < repeats; repeat++) graph.encodeConvolution(pass, step);
      pass.end();
      const start = performance.now();
      this.device.queue.submit([encoder.finish()]);
      await this.device.queue.onSubmittedWorkDone();
      return performance.now() - start;
    };
    await run(1);
    return run(REPEATS);
  }

  private key(tier: Tier, dialect: Dialect): string {
    return `${VERSION} ${this.adapter} ${dialect.precision} ${tier}`;
  }
}

function expired(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, LONGEST_TIMER)));
}

function chosen(tiles: TileTable, usual: TileChoice): TileChoice {
  return (step) => (isInner(step) ? (tiles[kindOf(step)] ?? usual(step)) : usual(step));
}

/** The first layer reads texels and the last one writes them: their usual tiles stay. */
function isInner({ input, output, layer }: ConvStep): boolean {
  return input.kind === 'map' && output !== null && layer.kernel === 3;
}

/** Layers of one kind have one shader and differ in nothing but weights. */
function kindOf({ layer, input }: ConvStep): string {
  const { kernel, stride, upsample, in: inputs, out } = layer;
  const sum =
    input.kind === 'map' ? `${input.plus ? 'sum' : 'map'}${input.keep === null ? '' : ' kept'}` : 'picture';
  return `${kernel}/${stride} ${groupsOf(inputs)}→${groupsOf(out)} ${upsample?.mode ?? 'plain'} ${sum}`;
}
