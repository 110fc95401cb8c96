import type { NetworkModel } from '../../network/model';
import { planExecution, type ConvStep } from './execution-plan';
import { convolutionWgsl, paddedGroups } from './conv-shader';
import type { Dialect } from './dialect';
import { statisticsWgsl } from './statistics-shader';
import type { Tile, TileChoice } from './tiles';
import { NormLayout, packBias, packKernel } from './weight-layout';

export interface CompiledLayer {
  readonly tile: Tile;
  readonly pipeline: GPUComputePipeline;
  readonly weights: GPUBuffer;
  readonly bias: GPUBuffer | null;
}

/** Everything of a network that does not depend on the picture's size: pipelines and weights. */
export class CompiledNetwork {
  private constructor(
    readonly model: NetworkModel,
    readonly dialect: Dialect,
    readonly layers: readonly CompiledLayer[],
    readonly statistics: GPUComputePipeline,
    readonly norms: NormLayout,
    readonly gammaBeta: GPUBuffer,
    readonly affines: GPUBuffer,
  ) {}

  /** Compiles all pipelines at once, off the thread that asks. Throws an `Error` if one is invalid. */
  static async create(
    device: GPUDevice,
    model: NetworkModel,
    tileFor: TileChoice,
    dialect: Dialect,
  ): Promise<CompiledNetwork> {
    const { spec, weights } = model;
    const norms = new NormLayout(spec.layers);
    // Shaders know nothing of sizes, so any plan has the steps that they are written for.
    const { steps } = planExecution(spec, { width: 64, height: 64 });
    // Layers of one kind have one shader: compiling is most of the time to the first frame.
    const pipelines = new Map<string, Promise<GPUComputePipeline>>();
    const compile = (label: string, code: string) => {
      const pipeline =
        pipelines.get(code) ??
        device.createComputePipelineAsync({
          label,
          layout: 'auto',
          compute: { module: device.createShaderModule({ label, code }) },
        });
      pipelines.set(code, pipeline);
      return pipeline;
    };
    const compileLayer = async (step: ConvStep) => {
      const tile = tileFor(step);
      return { step, tile, pipeline: await compile(step.layer.name, convolutionWgsl(step, tile, dialect)) };
    };
    const [compiled, statistics] = await Promise.all([
      Promise.all(steps.map(compileLayer)),
      compile('statistics', statisticsWgsl(spec.epsilon, dialect.subgroup)),
    ]);
    // Memory is taken last: where a shader is invalid, none is left behind.
    const layers = compiled.map(({ step, tile, pipeline }): CompiledLayer => {
      const { layer } = step;
      return {
        tile,
        pipeline,
        weights: storage(device, packKernel(layer, weights, paddedGroups(step, tile), dialect.precision)),
        bias: layer.bias ? storage(device, packBias(layer, weights)) : null,
      };
    });
    const zeros = new Float32Array(norms.length * 4);
    return new CompiledNetwork(
      model,
      dialect,
      layers,
      statistics,
      norms,
      storage(device, zeros),
      storage(device, zeros),
    );
  }

  get bytes(): number {
    return this.buffers().reduce((sum, buffer) => sum + buffer.size, 0);
  }

  destroy(): void {
    for (const buffer of this.buffers()) buffer.destroy();
  }

  private buffers(): GPUBuffer[] {
    const ofLayers = this.layers.flatMap(({ weights, bias }) => (bias ? [weights, bias] : [weights]));
    return [...ofLayers, this.gammaBeta, this.affines];
  }
}

function storage(device: GPUDevice, data: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>): GPUBuffer {
  const buffer = device.createBuffer({
    size: data.byteLength,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}
