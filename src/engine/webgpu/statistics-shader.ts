import type { Subgroup } from './dialect';
import { workgroupSum } from './workgroup-sum';

const WORKGROUP = 64;

/** Parameters of `statisticsWgsl`, eight i32. */
export interface StatisticsParameters {
  readonly outWidth: number;
  readonly outHeight: number;
  /** Workgroups of the convolution in x and y, and the pixels that each covers. */
  readonly gridWidth: number;
  readonly gridHeight: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Where this layer's values begin in `gammaBeta` and `affines`, in vec4. */
  readonly offset: number;
  readonly groups: number;
}

export function statisticsParameters(values: StatisticsParameters): Int32Array<ArrayBuffer> {
  return new Int32Array([
    values.outWidth,
    values.outHeight,
    values.gridWidth,
    values.gridHeight,
    values.tileWidth,
    values.tileHeight,
    values.offset,
    values.groups,
  ]);
}

/**
 * From the means and squared deviations of all workgroups of a convolution (Chan et al. 1983) to
 * one scale and one offset a channel: γ/√(σ² + ε) and β − μ·scale; μ and σ² are first mixed with
 * those of the frame before, an exponential moving average, in the share `past`. One workgroup a channel group.
 * @param subgroup see `Dialect`
 */
export function statisticsWgsl(epsilon: number, subgroup: Subgroup | null): string {
  const sum = workgroupSum({ invocations: WORKGROUP, slices: 1 }, 1, subgroup);
  return `${sum.directive}
struct Parameters {
  outWidth: i32, outHeight: i32, gridWidth: i32, gridHeight: i32,
  tileWidth: i32, tileHeight: i32, offset: i32, groups: i32,
};
@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> partials: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> gammaBeta: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> affines: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> moments: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> past: f32;
${sum.declaration}

fn pixelsOf(cell: i32) -> f32 {
  let x = (cell % parameters.gridWidth) * parameters.tileWidth;
  let y = (cell / parameters.gridWidth) * parameters.tileHeight;
  return f32(min(parameters.tileWidth, parameters.outWidth - x) * min(parameters.tileHeight, parameters.outHeight - y));
}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, ${sum.parameters}) {
  let group = i32(workgroup.x);
  let cells = parameters.gridWidth * parameters.gridHeight;
  let pixels = f32(parameters.outWidth * parameters.outHeight);
  var sum = vec4<f32>(0.0);
  for (var cell = i32(local); cell < cells; cell += ${WORKGROUP}) {
    sum += pixelsOf(cell) * partials[(group * cells + cell) * 2];
  }
  ${sum.total(
    () => 'sum',
    () => 'total',
  )}
  let mean = total / pixels;
  var squares = vec4<f32>(0.0);
  for (var cell = i32(local); cell < cells; cell += ${WORKGROUP}) {
    let deviation = partials[(group * cells + cell) * 2] - mean;
    squares += partials[(group * cells + cell) * 2 + 1] + pixelsOf(cell) * deviation * deviation;
  }
  ${sum.total(
    () => 'squares',
    () => 'deviation',
  )}
  if (local == 0u) {
    let at = parameters.offset + group;
    var mixed = mean;
    var variance = deviation / pixels;
    if (past > 0.0) {
      mixed = mix(mixed, moments[at], past);
      variance = mix(variance, moments[at + parameters.groups], past);
    }
    moments[at] = mixed;
    moments[at + parameters.groups] = variance;
    let scale = gammaBeta[at] * inverseSqrt(variance + ${epsilon});
    affines[at] = scale;
    affines[at + parameters.groups] = gammaBeta[at + parameters.groups] - mixed * scale;
  }
}`;
}
