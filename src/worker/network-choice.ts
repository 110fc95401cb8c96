import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { Quality, Tier } from '../protocol/quality';
import type { RenderSettings } from '../protocol/render';
import type { StyleMix } from '../protocol/style';
import type { EngineDesk } from './engine-desk';
import { qualityPlan, type QualityPlan } from './quality-plan';

/** After so many ms the first picture is painted by the cheapest network instead of the one asked for. */
const FIRST_PATIENCE_MS = 3000;

/** What a choice of network asks for, and tells. */
export interface NetworkChoiceHost {
  readonly desk: Pick<EngineDesk, 'prepare' | 'isReady'>;
  /** The networks of this build, cheapest first. */
  readonly tiers: readonly Tier[];
  /** The network that alone can paint a mix; null if any can. */
  only(mix: StyleMix): Tier | null;
  /** False where the processor does the work: there Auto keeps to the cheapest network. */
  readonly hasGpu: boolean;
  /** Another network is ready, or will not be: the plan may be another. */
  changed(): void;
  /** The network that the settings need cannot be had. */
  refused(tier: Tier, report: ErrorReport): void;
}

/**
 * Settings as they can be painted with now. A network that is not there yet is got ready meanwhile; until
 * then, and if it cannot be had, the one before goes on painting.
 */
export class NetworkChoice {
  private wanted: RenderSettings;
  private painted: RenderSettings;
  private readonly coming = new Set<Tier>();
  /** Networks that could not be had. */
  private readonly missing = new Set<Tier>();

  constructor(
    private readonly host: NetworkChoiceHost,
    settings: RenderSettings,
  ) {
    this.wanted = settings;
    this.painted = this.withoutNetwork(settings);
  }

  /** What to paint with. */
  get settings(): RenderSettings {
    return this.painted;
  }

  /** What was chosen last, whether or not it can be painted with yet. */
  get wantedQuality(): Quality {
    return this.wanted.quality;
  }

  get plan(): QualityPlan {
    return this.planOf(this.painted);
  }

  /** The network that the settings need and that is still awaited, if any. */
  get awaited(): Tier | null {
    const { needed } = this;
    return this.coming.has(needed) ? needed : null;
  }

  apply(settings: RenderSettings): void {
    const before = this.needed;
    // Whoever chooses again wants it tried again, be it by the quality or by a style of one network.
    if (settings.quality !== this.wanted.quality) this.missing.clear();
    this.wanted = settings;
    if (this.needed !== before) this.missing.delete(this.needed);
    this.update();
  }

  /**
   * Resolves when there is a network to paint with: the one asked for or, if that cannot be had soon, the
   * cheapest. Throws `ImpastoError` if there is none.
   */
  async warm(): Promise<void> {
    const { desk } = this.host;
    const { needed } = this;
    const soon = new Promise((resolve) => setTimeout(resolve, FIRST_PATIENCE_MS));
    await Promise.race([desk.prepare(needed).catch(() => undefined), soon]);
    if (!desk.isReady(needed)) await desk.prepare(tierOf(this.plan));
    this.update();
  }

  /** Gets a network ready, if it is not on its way and has not failed. */
  fetch(tier: Tier): void {
    if (this.coming.has(tier) || this.missing.has(tier)) return;
    this.coming.add(tier);
    this.host.desk
      .prepare(tier)
      .catch((error: unknown) => {
        const { needed } = this;
        this.missing.add(tier);
        if (needed === tier) this.host.refused(tier, toErrorReport(error));
      })
      .finally(() => {
        this.coming.delete(tier);
        this.update();
        this.host.changed();
      });
  }

  /** The network that the settings need. */
  private get needed(): Tier {
    return tierOf(this.planOf(this.wanted));
  }

  private update(): void {
    const { needed } = this;
    if (this.host.desk.isReady(needed)) {
      this.painted = this.wanted;
      return;
    }
    // The network of before goes on, with all that it can take over.
    const { quality, mix } = this.painted;
    const same = { ...this.wanted, quality };
    this.painted = this.host.desk.isReady(tierOf(this.planOf(same))) ? same : { ...same, mix };
    this.fetch(needed);
  }

  /** Until there is a network: the cheapest one's, or for styles of another the photo. */
  private withoutNetwork(settings: RenderSettings): RenderSettings {
    const { mix } = settings;
    const byAnyNetwork = this.host.only(mix) === null;
    return { ...settings, quality: 'auto', mix: byAnyNetwork ? mix : { weights: {}, strength: 0 } };
  }

  private planOf({ quality, mix }: RenderSettings): QualityPlan {
    const tiers = this.host.tiers.filter((tier) => !this.missing.has(tier));
    const affordable = quality === 'auto' && !this.host.hasGpu ? tiers.slice(0, 1) : tiers;
    return qualityPlan(quality, affordable, this.host.only(mix));
  }
}

/** The network that a plan begins with, and without which it is none. */
function tierOf({ ladder }: QualityPlan): Tier {
  return ladder[0]?.tier ?? 'lite';
}
