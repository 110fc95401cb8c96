import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

/** Name of our kernel: y = (x − μ)/√(σ² + ε)·γ + β, then ReLU if asked; μ and σ² per channel. */
export const INSTANCE_NORM = 'ImpastoInstanceNorm';

const WORKGROUP = 64;
/** Parts of the map that are summed in parallel; enough to fill a GPU at 48 channels. */
const MAX_PARTS = 64;
const PIXELS_PER_PART = 256;

type ProgramRunner = Pick<WebGPUBackend, 'runWebGPUProgram' | 'disposeData'>;
type Uniforms = { type: string; data: number[] }[];

/** Per part and group of four channels: Σ(x − x₀) and Σ(x − x₀)², x₀ the map's first pixel, so that float32 does not cancel. */
class PartialSums implements WebGPUProgram {
  readonly variableNames = ['x'];
  readonly variableComponents = [4];
  readonly outputComponent = 4;
  readonly uniforms = 'pixels: i32, groups: i32, parts: i32,';
  readonly workgroupSize: [number, number, number] = [WORKGROUP, 1, 1];
  // A second axis keeps TensorFlow.js from treating the dispatch as one thread an output.
  readonly dispatchLayout = { x: [0], y: [1] };
  readonly dispatch: [number, number, number];
  readonly outputShape: number[];
  shaderKey = 'impastoPartialSums';

  constructor(groups: number, parts: number) {
    this.dispatch = [groups, parts, 1];
    this.outputShape = [parts, groups * 8];
  }

  getUserCode(): string {
    return `
      var<workgroup> sums: array<vec4<f32>, ${WORKGROUP}>;
      var<workgroup> squares: array<vec4<f32>, ${WORKGROUP}>;
      fn main() {
        let group = i32(workgroupId.x);
        let part = i32(workgroupId.y);
        let local = i32(localIndex);
        let length = (uniforms.pixels + uniforms.parts - 1) / uniforms.parts;
        let end = min(uniforms.pixels, (part + 1) * length);
        let shift = x[group];
        var sum = vec4<f32>(0.0);
        var square = vec4<f32>(0.0);
        for (var pixel = part * length + local; pixel < end; pixel += ${WORKGROUP}) {
          let value = x[pixel * uniforms.groups + group] - shift;
          sum += value;
          square += value * value;
        }
        sums[local] = sum;
        squares[local] = square;
        workgroupBarrier();
        for (var step = ${WORKGROUP / 2}; step > 0; step /= 2) {
          if (local < step) {
            sums[local] += sums[local + step];
            squares[local] += squares[local + step];
          }
          workgroupBarrier();
        }
        if (local == 0) {
          let base = (part * uniforms.groups + group) * 2;
          result[base] = sums[0];
          result[base + 1] = squares[0];
        }
      }`;
  }
}

/** The sums, γ and β to one scale and one offset a channel. */
class Affine implements WebGPUProgram {
  readonly variableNames = ['x', 'partials', 'gamma', 'beta'];
  readonly variableComponents = [4, 4, 4, 4];
  readonly outputComponent = 4;
  readonly uniforms = 'pixels: i32, groups: i32, parts: i32, epsilon: f32,';
  readonly workgroupSize: [number, number, number] = [WORKGROUP, 1, 1];
  readonly dispatchLayout = { x: [0], y: [1] };
  readonly dispatch: [number, number, number];
  readonly outputShape: number[];
  shaderKey = 'impastoAffine';

  constructor(groups: number) {
    this.dispatch = [Math.ceil(groups / WORKGROUP), 1, 1];
    this.outputShape = [2, groups * 4];
  }

  getUserCode(): string {
    return `
      fn main() {
        let group = i32(globalId.x);
        if (group >= uniforms.groups) { return; }
        var sum = vec4<f32>(0.0);
        var square = vec4<f32>(0.0);
        for (var part = 0; part < uniforms.parts; part += 1) {
          let base = (part * uniforms.groups + group) * 2;
          sum += partials[base];
          square += partials[base + 1];
        }
        let count = f32(uniforms.pixels);
        let mean = sum / count;
        let variance = max(square / count - mean * mean, vec4<f32>(0.0));
        let scale = gamma[group] * inverseSqrt(variance + uniforms.epsilon);
        result[group] = scale;
        result[uniforms.groups + group] = beta[group] - (mean + x[group]) * scale;
      }`;
  }
}

class ApplyAffine implements WebGPUProgram {
  readonly variableNames = ['x', 'affine'];
  readonly variableComponents = [4, 4];
  readonly outputComponent = 4;
  readonly uniforms = 'groups: i32,';
  readonly size = true;
  readonly workgroupSize: [number, number, number] = [WORKGROUP, 1, 1];
  readonly dispatchLayout: { x: number[] };
  readonly dispatch: [number, number, number];
  shaderKey: string;

  constructor(
    readonly outputShape: number[],
    private readonly relu: boolean,
  ) {
    this.dispatchLayout = { x: outputShape.map((_, axis) => axis) };
    this.dispatch = [Math.ceil(tf.util.sizeFromShape(outputShape) / 4 / WORKGROUP), 1, 1];
    this.shaderKey = `impastoApplyAffine_${relu}`;
  }

  getUserCode(): string {
    const value = 'x[index] * affine[group] + affine[uniforms.groups + group]';
    return `
      fn main(index: i32) {
        if (index < uniforms.size) {
          let group = index % uniforms.groups;
          result[index] = ${this.relu ? `max(${value}, vec4<f32>(0.0))` : value};
        }
      }`;
  }
}

function instanceNorm(
  backend: ProgramRunner,
  inputs: { x: tf.TensorInfo; gamma: tf.TensorInfo; beta: tf.TensorInfo },
  epsilon: number,
  relu: boolean,
): tf.TensorInfo {
  const { x, gamma, beta } = inputs;
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const pixels = height * width;
  const groups = channels / 4;
  const parts = Math.max(1, Math.min(MAX_PARTS, Math.ceil(pixels / PIXELS_PER_PART)));
  const ints = (...values: number[]): Uniforms => values.map((value) => ({ type: 'int32', data: [value] }));
  const run = (program: WebGPUProgram, operands: tf.TensorInfo[], uniforms: Uniforms) =>
    backend.runWebGPUProgram(program, operands, 'float32', uniforms);

  const partials = run(new PartialSums(groups, parts), [x], ints(pixels, groups, parts));
  const affine = run(
    new Affine(groups),
    [x, partials, gamma, beta],
    [...ints(pixels, groups, parts), { type: 'float32', data: [epsilon] }],
  );
  const y = run(new ApplyAffine([...x.shape], relu), [x, affine], ints(groups));
  backend.disposeData(partials.dataId);
  backend.disposeData(affine.dataId);
  return y;
}

/** Makes `INSTANCE_NORM` known to TensorFlow.js; it takes maps whose channels divide by four. */
export function registerInstanceNormKernel(): void {
  if (tf.getKernelsForBackend('webgpu').some(({ kernelName }) => kernelName === INSTANCE_NORM)) return;
  tf.registerKernel({
    kernelName: INSTANCE_NORM,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) =>
      instanceNorm(
        backend as ProgramRunner,
        inputs as unknown as Parameters<typeof instanceNorm>[1],
        Number(attrs?.epsilon),
        Boolean(attrs?.relu),
      ),
  });
}
