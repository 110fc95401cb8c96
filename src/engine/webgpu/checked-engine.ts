import type { NetworkModel } from '../../network/model';
import type { Size } from '../../protocol/quality';
import type { StyleMix } from '../../protocol/style';
import type { EngineInfo, EngineOutput, EnginePicture, StreamFrame, StyleEngine } from '../style-engine';
import { isSoftwareAdapter } from '../software-adapter';
import { selfCheck } from './self-check';
import { hardwareTile, softwareTile } from './tiles';
import { WebGpuEngine } from './webgpu-engine';

/**
 * Our own engine as long as it compiles and computes what it should on this adapter, checked with
 * every model; else TensorFlow.js on the same device, with the reason in `info.engine`.
 */
export class CheckedWebGpuEngine implements StyleEngine {
  private engine: StyleEngine;

  constructor(
    private readonly device: GPUDevice,
    private readonly adapter: GPUAdapterInfo,
  ) {
    const name = adapterName(adapter);
    this.engine = new WebGpuEngine(device, name, isSoftwareAdapter(name) ? softwareTile : hardwareTile);
  }

  get info(): EngineInfo {
    return this.engine.info;
  }

  async load(model: NetworkModel): Promise<void> {
    const own = this.engine instanceof WebGpuEngine;
    const wrong = own ? await this.tryOwn(model) : null;
    if (wrong !== null) {
      this.engine.dispose();
      const { openWebGpuEngine } = await import('../tfjs/open-webgpu');
      this.engine = await openWebGpuEngine(this.device, adapterName(this.adapter), this.adapter, wrong);
    }
    if (!own || wrong !== null) await this.engine.load(model);
  }

  setMix(mix: StyleMix): void {
    this.engine.setMix(mix);
  }

  stylize(picture: EnginePicture, size: Size, frame: StreamFrame | null = null): EngineOutput {
    return this.engine.stylize(picture, size, frame);
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

  /** Resolves with what is wrong, or null. */
  private async tryOwn(model: NetworkModel): Promise<string | null> {
    try {
      await this.engine.load(model);
      return await selfCheck(this.device, this.engine, model);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

function adapterName({ description, vendor, architecture }: GPUAdapterInfo): string {
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}
