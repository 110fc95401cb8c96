import type { Size } from '../../protocol/quality';
import type { CompiledLayer } from './compiled-network';
import { affineTerms } from './conv-input';
import { BINDING, blocksOf } from './conv-shader';
import type { ConvStep, Term } from './execution-plan';
import type { Tile } from './tiles';

export interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** What a convolution reads and writes. */
export interface ConvResources {
  readonly dims: GPUBuffer;
  readonly map: (index: number) => GPUBuffer;
  readonly affines: GPUBuffer;
  readonly partials: GPUBuffer;
  /** What the first step reads and the last one writes. */
  readonly picture: GPUTexture;
  readonly result: GPUTexture;
}

export function run(pass: GPUComputePassEncoder, { pipeline, bindGroup, workgroups }: Dispatch): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...workgroups);
}

/** Workgroups in x and y that cover a step's output. */
export function gridOf({ outputSize }: ConvStep, tile: Tile): [number, number] {
  return [
    Math.ceil(outputSize.width / (tile.x * tile.pixels)),
    Math.ceil(outputSize.height / (tile.y * tile.rows)),
  ];
}

/**
 * The shaders' `Dims`.
 * @param affineOffset where the scales of a term begin
 */
export function dimsOf(
  { layer, input, inputSize, outputSize }: ConvStep,
  picture: Size,
  affineOffset: (term: Term | null) => number,
): Int32Array<ArrayBuffer> {
  const factor = layer.upsample?.factor ?? 1;
  return new Int32Array([
    inputSize.width * factor,
    inputSize.height * factor,
    inputSize.width,
    inputSize.height,
    outputSize.width,
    outputSize.height,
    picture.width,
    picture.height,
    affineOffset(input.kind === 'map' ? input.main : null),
    affineOffset(input.kind === 'map' ? input.plus : null),
  ]);
}

export function convolutionDispatch(
  device: GPUDevice,
  step: ConvStep,
  layer: CompiledLayer,
  resources: ConvResources,
): Dispatch {
  const { input, output } = step;
  const { map } = resources;
  const entries: GPUBindGroupEntry[] = [];
  const bind = (binding: number, resource: GPUBindingResource) => entries.push({ binding, resource });
  bind(BINDING.dims, { buffer: resources.dims });
  bind(BINDING.weights, { buffer: layer.weights });
  if (input.kind === 'picture') bind(BINDING.first, resources.picture.createView());
  else {
    bind(BINDING.first, { buffer: map(input.main.map) });
    if (affineTerms(input).length > 0) bind(BINDING.affines, { buffer: resources.affines });
    if (input.plus) bind(BINDING.second, { buffer: map(input.plus.map) });
    if (input.keep !== null) bind(BINDING.kept, { buffer: map(input.keep) });
  }
  if (output === null) bind(BINDING.raw, resources.result.createView());
  else {
    bind(BINDING.raw, { buffer: map(output) });
    bind(BINDING.partials, { buffer: resources.partials });
  }
  if (layer.bias) bind(BINDING.bias, { buffer: layer.bias });
  const [x, y] = gridOf(step, layer.tile);
  const { pipeline } = layer;
  const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return { pipeline, bindGroup, workgroups: [x, y, blocksOf(step, layer.tile)] };
}
