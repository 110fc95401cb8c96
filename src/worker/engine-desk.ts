import type { StyleEngine } from '../engine/style-engine';
import { loadModel, type NetworkModel } from '../network/model';
import { modelFiles } from '../network/model-files';
import { ImpastoError } from '../protocol/errors';
import type { Tier } from '../protocol/quality';
import type { StyleMix } from '../protocol/style';

/**
 * One engine for several users, the display and exports, that take turns: each says before its turn
 * what it paints with, and only what differs is changed.
 */
export class EngineDesk {
  private readonly models = new Map<Tier, NetworkModel>();
  private mix: StyleMix | null = null;
  tier: Tier | null = null;

  constructor(private readonly engine: StyleEngine) {}

  /** Fetches a tier's weights, once. Throws `ImpastoError` `model-missing` or `model-corrupt`. */
  async prepare(tier: Tier): Promise<NetworkModel> {
    const known = this.models.get(tier);
    if (known) return known;
    const files = modelFiles.get(tier);
    if (!files)
      throw new ImpastoError('model-missing', 'This build of Impasto holds no painting network.', tier);
    const model = await loadModel(files);
    this.models.set(tier, model);
    return model;
  }

  /** What the engine paints with from now on, until the next call. */
  async use(tier: Tier, mix: StyleMix): Promise<void> {
    const model = await this.prepare(tier);
    if (tier !== this.tier) {
      await this.engine.load(model);
      this.tier = tier;
      this.mix = null;
    }
    if (mix === this.mix) return;
    this.engine.setMix(mix);
    this.mix = mix;
  }
}
