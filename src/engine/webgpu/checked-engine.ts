import type { NetworkModel } from '../../network/model';
import type { Size } from '../../protocol/quality';
import type { StyleMix } from '../../protocol/style';
import type { EngineInfo, EngineOutput, EnginePicture, StreamFrame, StyleEngine } from '../style-engine';
import { adapterName, isSoftwareAdapter } from '../adapter';
import { dialectsOf, type Dialect } from './dialect';
import { SelfCheck } from './self-check';
import { TileTuner } from './tile-tuner';
import { hardwareTile } from './hardware-tile';
import { softwareTile, type TileChoice } from './tiles';
import { WebGpuEngine } from './webgpu-engine';

/**
 * Our own engine as long as it compiles and computes what it should on this adapter, checked with
 * every model: in float16 and with subgroups where the device can, else without; else TensorFlow.js on the same
 * device, with the reason in `info.engine`.
 */
export class CheckedWebGpuEngine implements StyleEngine {
  private engine: StyleEngine;
  /** What has not failed here yet, best first. */
  private dialects: readonly Dialect[];
  /** None on software adapters: in the time for tuning they do not even compile. */
  private readonly tuner: TileTuner | null;

  /**
   * @param tuner in place of the usual one
   * @param alone runs what is timed while nothing else keeps the device busy
   */
  constructor(
    private readonly device: GPUDevice,
    private readonly adapter: GPUAdapterInfo,
    tuner?: TileTuner,
    private readonly alone: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
  ) {
    const name = adapterName(adapter);
    this.tuner = tuner ?? (isSoftwareAdapter(name) ? null : new TileTuner(device, name));
    this.dialects = dialectsOf(device);
    this.engine = this.openOwn();
  }

  get info(): EngineInfo {
    return this.engine.info;
  }

  async load(model: NetworkModel): Promise<void> {
    let wrong: string | null = null;
    const check = new SelfCheck(model);
    while (this.dialects.length > 0) {
      wrong = await this.tryOwn(model, check);
      if (wrong === null) return;
      this.dialects = this.dialects.slice(1);
      this.engine.dispose();
      if (this.dialects.length > 0) this.engine = this.openOwn();
    }
    if (wrong !== null) {
      const { openWebGpuEngine } = await import('../tfjs/open-webgpu');
      this.engine = await openWebGpuEngine(this.device, adapterName(this.adapter), this.adapter, wrong);
    }
    await this.engine.load(model);
  }

  setMix(mix: StyleMix): void {
    this.engine.setMix(mix);
  }

  stylize(picture: EnginePicture, size: Size, frame: StreamFrame | null = null): EngineOutput {
    return this.engine.stylize(picture, size, frame);
  }

  trim(): void {
    this.engine.trim();
  }

  forget(stream: object): void {
    this.engine.forget(stream);
  }

  memory(): { tensors: number; bytes: number } {
    return this.engine.memory();
  }

  dispose(): void {
    this.engine.dispose();
  }

  private openOwn(): WebGpuEngine {
    const name = adapterName(this.adapter);
    const tile = isSoftwareAdapter(name) ? softwareTile : hardwareTile;
    return new WebGpuEngine(this.device, name, tile, this.dialects[0]);
  }

  /** Resolves with what is wrong, or null. */
  private async tryOwn(model: NetworkModel, check: SelfCheck): Promise<string | null> {
    const { engine, tuner, device } = this;
    if (!(engine instanceof WebGpuEngine)) return null;
    const { tileFor, dialect } = engine;
    const { tier } = model.spec;
    const failing = async (tiles: TileChoice) => {
      try {
        await engine.load(model, tiles);
        return await check.run(device, engine);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    };
    const known = await tuner?.recall(tier, dialect, tileFor);
    const wrong = known ? null : await failing(tileFor);
    if (wrong !== null || !tuner) return wrong;
    const tiles = known ?? (await this.alone(() => tuner.tune(model, dialect, tileFor)));
    if ((await failing(tiles)) === null) return null;
    await tuner.forget(tier, dialect);
    return failing(tileFor);
  }
}
