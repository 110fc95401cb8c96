import { mixNorms } from '../../network/mix';
import type { NetworkModel } from '../../network/model';
import type { Size } from '../../protocol/quality';
import type { StyleMix } from '../../protocol/style';
import type { EngineInfo, EngineOutput, EnginePicture, StreamFrame, StyleEngine } from '../style-engine';
import { isSoftwareAdapter } from '../adapter';
import { CompiledNetwork } from './compiled-network';
import { FrameGraph } from './frame-graph';
import { PLAIN_DIALECT, type Dialect } from './dialect';
import { hardwareTile } from './hardware-tile';
import type { TileChoice } from './tiles';

/** One for the display, one for an export and one for the fast picture of an optimization. */
const MAX_GRAPHS = 3;

/**
 * Our own WebGPU engine: one dispatch a layer, statistics, normalization, activation, residual,
 * padding and upsampling fused into it, nothing read back, nothing allocated while the size stays.
 */
export class WebGpuEngine implements StyleEngine {
  private network: CompiledNetwork | null = null;
  /** Most recently used last; those that take turns have a graph each. */
  private graphs: FrameGraph[] = [];
  private mix: StyleMix = { weights: {}, strength: 1 };

  readonly info: EngineInfo;

  /**
   * @param tileFor how each layer's work is cut up; for hardware unless told otherwise
   * @param dialect one of the device's `dialectsOf`
   */
  constructor(
    private readonly device: GPUDevice,
    adapter: string,
    readonly tileFor: TileChoice = hardwareTile,
    readonly dialect: Dialect = PLAIN_DIALECT,
  ) {
    const software = isSoftwareAdapter(adapter);
    const f16 = dialect.precision === 'f16';
    this.info = { backend: 'webgpu', engine: 'Impasto', adapter, software, f16, threads: 1 };
  }

  /** @param tileFor for this model, in place of the engine's own */
  async load(model: NetworkModel, tileFor: TileChoice = this.tileFor): Promise<void> {
    const network = await CompiledNetwork.create(this.device, model, tileFor, this.dialect);
    this.releaseNetwork();
    this.network = network;
    this.setMix(this.mix);
  }

  setMix(mix: StyleMix): void {
    this.mix = mix;
    if (!this.network) return;
    const { model, norms, gammaBeta } = this.network;
    this.device.queue.writeBuffer(gammaBeta, 0, norms.pack(mixNorms(model.spec, model.weights, mix)));
  }

  /** Throws an `Error` before `load`, or for a picture that is not a texture. */
  stylize(picture: EnginePicture, size: Size, frame: StreamFrame | null = null): EngineOutput {
    const graph = this.graphFor(picture, size, frame?.stream ?? null);
    const encoder = this.device.createCommandEncoder({ label: 'network' });
    const steadier = frame && frame.smoothing > 0 ? graph.steadierOf(frame.stream) : null;
    if (!steadier) graph.endSteadying();
    const pass = encoder.beginComputePass();
    if (frame) steadier?.watch(pass, frame);
    graph.encode(pass);
    const { strength } = this.mix;
    const paint = strength < 1 ? graph.encodeExposure(pass, 1 - strength) : graph.output;
    const texture = steadier?.blend(pass, paint) ?? paint;
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    // The texture is the graph's, and is painted over by the next frame.
    return { picture: { kind: 'image', texture }, release: () => undefined };
  }

  trim(): void {
    this.keep(() => false);
  }

  forget(stream: object): void {
    this.keep((graph) => graph.stream !== stream);
  }

  memory(): { tensors: number; bytes: number } {
    const bytes = this.graphs.reduce((sum, graph) => sum + graph.bytes, this.network?.bytes ?? 0);
    return { tensors: 0, bytes };
  }

  dispose(): void {
    this.releaseNetwork();
  }

  private graphFor(picture: EnginePicture, size: Size, stream: object | null): FrameGraph {
    if (!this.network) throw new Error('no model is loaded');
    const texture =
      picture.kind === 'image' ? picture.texture : picture.kind === 'buffer' ? picture.texture : null;
    if (!texture) throw new Error(`the WebGPU engine cannot read a ${picture.kind}`);
    const known = this.graphs.find(
      (graph) =>
        graph.picture === texture && graph.size.width === size.width && graph.size.height === size.height,
    );
    // A stream has one size at a time: what it was painted with before makes room.
    this.keep((graph) => graph === known || stream === null || graph.stream !== stream);
    const graph = known ?? new FrameGraph(this.device, this.network, texture, size);
    graph.stream = stream ?? graph.stream;
    this.graphs = [...this.graphs.filter((other) => other !== graph), graph];
    if (this.graphs.length > MAX_GRAPHS) this.graphs.shift()?.destroy();
    return graph;
  }

  private keep(wanted: (graph: FrameGraph) => boolean): void {
    for (const graph of this.graphs) if (!wanted(graph)) graph.destroy();
    this.graphs = this.graphs.filter(wanted);
  }

  private releaseNetwork(): void {
    this.trim();
    this.network?.destroy();
    this.network = null;
  }
}
