import type { LayerSpec, NetworkSpec } from '../../network/spec';
import type { Size } from '../../protocol/quality';

/** Channels travel in groups of four: one vec4 a pixel. */
export const GROUP = 4;

export function groupsOf(channels: number): number {
  return Math.ceil(channels / GROUP);
}

/** A feature map in memory, and what is done to its values when they are read. */
export interface Term {
  /** Index into `ExecutionPlan.maps`. */
  readonly map: number;
  /** Step whose instance-norm scale and offset apply, or null. */
  readonly affine: number | null;
  readonly relu: boolean;
}

/** The input of a step: the picture, or one map, or the sum of two. */
export type StepInput =
  | { readonly kind: 'picture' }
  | {
      readonly kind: 'map';
      readonly main: Term;
      readonly plus: Term | null;
      /** Map that the sum is written to, because a later layer adds it again; or null. */
      readonly keep: number | null;
    };

/** One convolution, all that is done on load and on store included: one dispatch. */
export interface ConvStep {
  readonly layer: LayerSpec;
  readonly input: StepInput;
  /** Size of the map that is read, before upsampling. */
  readonly inputSize: Size;
  /** Size of the raw output, before depth-to-space. */
  readonly outputSize: Size;
  /** Map that the raw output is written to; null for the last step, which writes the picture. */
  readonly output: number | null;
}

/** A feature map that shares its buffer with others that live at other times. */
export interface FeatureMap {
  readonly size: Size;
  readonly groups: number;
  readonly buffer: number;
}

export interface ExecutionPlan {
  /** Size of the picture. */
  readonly size: Size;
  /** The same, padded so that the strides divide it. */
  readonly padded: Size;
  readonly steps: readonly ConvStep[];
  readonly maps: readonly FeatureMap[];
  /** Length of every buffer in vec4 values. */
  readonly buffers: readonly number[];
}

interface Draft {
  size: Size;
  groups: number;
  first: number;
  last: number;
}

/**
 * Plans a network at a size: which map every layer reads and writes, and which buffers they share.
 * Throws an `Error` for a spec that these kernels do not cover.
 */
export function planExecution(spec: NetworkSpec, size: Size): ExecutionPlan {
  const pad = (side: number) => Math.ceil(side / spec.multiple) * spec.multiple;
  const padded = { width: pad(size.width), height: pad(size.height) };
  const drafts: Draft[] = [];
  const steps = planSteps(spec.layers, padded, drafts);
  const { maps, buffers } = assignBuffers(drafts);
  return { size, padded, steps, maps, buffers };
}

function planSteps(layers: readonly LayerSpec[], picture: Size, drafts: Draft[]): ConvStep[] {
  const values = new Map<string, Extract<StepInput, { kind: 'map' }>>();
  const lastUses = lastResidualUses(layers);
  const steps: ConvStep[] = [];
  let input: StepInput = { kind: 'picture' };
  let inputSize = picture;

  const touch = (term: Term, step: number) => {
    const draft = drafts[term.map];
    if (draft) draft.last = Math.max(draft.last, step);
  };
  const add = (size: Size, channels: number, step: number) =>
    drafts.push({ size, groups: groupsOf(channels), first: step, last: step }) - 1;

  layers.forEach((layer, step) => {
    check(layer, step === layers.length - 1);
    const previous = layers[step - 1];
    if (input.kind === 'map') {
      touch(input.main, step);
      if (input.plus) touch(input.plus, step);
      if (previous && input.plus && (lastUses.get(previous.name) ?? -1) > step) {
        if (layer.stride !== 1 || layer.upsample) throw new Error(`${layer.name} cannot keep a sum`);
        input = { ...input, keep: add(inputSize, layer.in, step) };
        values.set(previous.name, single(input.keep ?? 0, null, false));
      }
    }
    const outputSize = outputSizeOf(layer, inputSize);
    const isLast = step === layers.length - 1;
    const output = isLast ? null : add(outputSize, layer.out, step);
    steps.push({ layer, input, inputSize, outputSize, output });
    if (output === null) return;

    const residual = layer.residual === null ? null : values.get(layer.residual);
    if (residual?.plus) throw new Error(`${layer.name} adds a sum that was not kept`);
    const value = single(output, layer.norm ? step : null, layer.activation === 'relu');
    input = { ...value, plus: residual?.main ?? null };
    values.set(layer.name, input);
    inputSize = outputSize;
  });
  return steps;
}

function single(map: number, affine: number | null, relu: boolean): Extract<StepInput, { kind: 'map' }> {
  return { kind: 'map', main: { map, affine, relu }, plus: null, keep: null };
}

function outputSizeOf(layer: LayerSpec, input: Size): Size {
  const factor = (layer.upsample?.factor ?? 1) / layer.stride;
  return { width: Math.ceil(input.width * factor), height: Math.ceil(input.height * factor) };
}

/** For every layer that is added again, the last step that adds it. */
function lastResidualUses(layers: readonly LayerSpec[]): ReadonlyMap<string, number> {
  return new Map(
    layers.flatMap((layer, step) => (layer.residual === null ? [] : [[layer.residual, step] as const])),
  );
}

function check(layer: LayerSpec, last: boolean): void {
  const fail = (what: string) => {
    throw new Error(`${layer.name}: ${what} is not covered by the WebGPU engine`);
  };
  if (last && (layer.norm || layer.residual !== null)) fail('a normalized last layer');
  if (!last && (!layer.norm || layer.bias || layer.depthToSpace !== 1))
    fail('an inner layer without normalization');
  if (!last && layer.activation === 'tanh') fail('an inner tanh');
  if (layer.residual !== null && layer.activation !== 'none') fail('an activation after a sum');
  if (layer.upsample && (layer.upsample.factor !== 2 || layer.stride !== 1)) fail('this upsampling');
}

/** Greedy: a map takes the smallest free buffer that is large enough, else enlarges the largest free one. */
function assignBuffers(drafts: readonly Draft[]): { maps: FeatureMap[]; buffers: number[] } {
  const buffers: { length: number; freeFrom: number }[] = [];
  const maps = drafts.map(({ size, groups, first, last }) => {
    const length = size.width * size.height * groups;
    const free = buffers.filter((buffer) => buffer.freeFrom < first);
    const fitting = free.filter((buffer) => buffer.length >= length).sort((a, b) => a.length - b.length)[0];
    const largest = [...free].sort((a, b) => b.length - a.length)[0];
    const chosen = fitting ?? largest ?? { length: 0, freeFrom: -1 };
    if (!buffers.includes(chosen)) buffers.push(chosen);
    chosen.length = Math.max(chosen.length, length);
    chosen.freeFrom = last;
    return { size, groups, buffer: buffers.indexOf(chosen) };
  });
  return { maps, buffers: buffers.map(({ length }) => length) };
}
