import { affineTerms, columnIndices, loadGroup, readers } from './conv-input';
import { sumOfTile, outputDeclarations, storeOutput } from './conv-output';
import { isStaged, stagedDeclarations, stagedProducts } from './conv-staged';
import { addProducts, sumNames } from './conv-sums';
import { groupsOf, type ConvStep } from './execution-plan';
import type { Dialect, Precision } from './dialect';
import type { Tile } from './tiles';

/** Bindings of every convolution; those that a layer does not need are left out. */
export const BINDING = {
  dims: 0,
  weights: 1,
  first: 2,
  affines: 3,
  second: 4,
  kept: 5,
  raw: 6,
  partials: 7,
  bias: 8,
} as const;

/** The number of workgroups that output groups are spread over. */
export function blocksOf(step: ConvStep, tile: Tile): number {
  return Math.ceil(groupsOf(step.layer.out) / (tile.groups * tile.z));
}

/** Output groups, those included that the last workgroup computes in vain. */
export function paddedGroups(step: ConvStep, tile: Tile): number {
  return blocksOf(step, tile) * tile.groups * tile.z;
}

/**
 * WGSL of one convolution. Maps are planes of vec4, one plane for each group of four channels:
 * neighbouring invocations read neighbouring memory. Weights are one mat4x4 for each pair of
 * groups and each tap, so the inner loop is matrix times vector.
 * Sizes and offsets come in a uniform, so that layers of one kind share a pipeline at every size.
 */
export function convolutionWgsl(step: ConvStep, tile: Tile, dialect: Dialect): string {
  const { precision } = dialect;
  const sum = sumOfTile(step, tile, dialect);
  return `${precision === 'f16' ? 'enable f16;' : ''}
${sum.directive}
alias values = vec4<${precision}>;
alias taps = mat4x4<${precision}>;
${declarations(step, tile)}
${readers(step)}
${outputDeclarations(step, sum)}

@compute @workgroup_size(${tile.x}, ${tile.y}, ${tile.z})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(local_invocation_id) place: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, ${sum.parameters}) {
  let x = i32(id.x) * ${tile.pixels};
  let y = i32(id.y) * ${tile.rows};
  let block = i32(id.z) * ${tile.groups};
  ${sumNames(tile)
    .map((name) => `var ${name} = vec4<f32>(0.0);`)
    .join('\n  ')}
  ${isStaged(tile) ? stagedProducts(step, tile, precision) : ownProducts(step, tile, precision)}
  ${storeOutput(step, tile, sum)}
}`;
}

/** Every invocation reads what it needs by itself. */
function ownProducts(step: ConvStep, tile: Tile, precision: Precision): string {
  return `${columnIndices(step, tile)}
  for (var g = 0; g < ${groupsOf(step.layer.in)}; g++) {
    ${loadGroup(step, tile)}
    ${addProducts(step, tile, precision)}
  }`;
}

function declarations(step: ConvStep, tile: Tile): string {
  const { layer, input, output } = step;
  const at = (binding: keyof typeof BINDING) => `@group(0) @binding(${BINDING[binding]})`;
  const storage = (name: keyof typeof BINDING, type: string, access = 'read') =>
    `${at(name)} var<storage, ${access}> ${name}: array<${type}>;`;
  const lines = [
    // inWidth and inHeight are those of the upsampled or padded input.
    'struct Dims { inWidth: i32, inHeight: i32, mapWidth: i32, mapHeight: i32, outWidth: i32, outHeight: i32, pictureWidth: i32, pictureHeight: i32, firstAffine: i32, secondAffine: i32 };',
    `${at('dims')} var<uniform> dims: Dims;`,
    // Columns of matrices where they are copied.
    storage('weights', tile.staged?.taps ? 'values' : 'taps'),
  ];
  if (input.kind === 'picture') lines.push(`${at('first')} var picture: texture_2d<f32>;`);
  else {
    lines.push(storage('first', 'values'));
    if (affineTerms(input).length > 0) lines.push(storage('affines', 'vec4<f32>'));
    if (input.plus) lines.push(storage('second', 'values'));
    if (input.keep !== null) lines.push(storage('kept', 'values', 'read_write'));
  }
  if (output === null) lines.push(`${at('raw')} var result: texture_storage_2d<rgba16float, write>;`);
  else lines.push(storage('raw', 'values', 'read_write'), storage('partials', 'vec4<f32>', 'read_write'));
  if (layer.bias) lines.push(storage('bias', 'vec4<f32>'));
  if (isStaged(tile)) lines.push(stagedDeclarations(step, tile));
  return lines.join('\n');
}
