import { groupsOf, type ConvStep } from './execution-plan';
import { sumName } from './conv-sums';
import type { Dialect } from './dialect';
import { pixelsOf, type Tile } from './tiles';
import { times } from './wgsl';
import { workgroupSum, type WorkgroupSum } from './workgroup-sum';

/** Sums of one value for each group of channels that an invocation computes; the picture has no statistics. */
export function sumOfTile(step: ConvStep, tile: Tile, { subgroup }: Dialect): WorkgroupSum {
  const summands = { invocations: tile.x * tile.y, slices: tile.z };
  return workgroupSum(summands, tile.groups, step.output === null ? null : subgroup);
}

/** What `storeOutput` needs outside of the shader's function. */
export function outputDeclarations(step: ConvStep, sum: WorkgroupSum): string {
  return step.output === null ? STORE_WGSL : sum.declaration;
}

/** Stores the sums: as a map with its statistics, or as the picture. */
export function storeOutput(step: ConvStep, tile: Tile, sum: WorkgroupSum): string {
  return step.output === null ? storePicture(step, tile) : storeMap(step, tile, sum);
}

/**
 * The raw output, and for every workgroup and channel the mean and the sum of squared deviations:
 * combined later by Chan's formula, they lose no precision however large the map.
 */
function storeMap(step: ConvStep, tile: Tile, sum: WorkgroupSum): string {
  const groups = groupsOf(step.layer.out);
  const pixels = pixelsOf(tile);
  const whole = groups % (tile.groups * tile.z) === 0;
  const guard = (o: number) => (whole ? '' : `if (block + ${o} < ${groups}) `);
  const [width, height] = [tile.x * tile.pixels, tile.y * tile.rows];
  const each = (line: (name: string, r: number, t: number) => string, separator: string) =>
    pixels.map(({ r, t }) => line(`in${r}_${t}`, r, t)).join(separator);
  return `
  ${each((name, r, t) => `let ${name} = y + ${r} < dims.outHeight && x + ${t} < dims.outWidth;`, '\n  ')}
  ${times(
    tile.groups,
    (o) => `${guard(o)}{
    let to = ((block + ${o}) * dims.outHeight + y) * dims.outWidth + x;
    ${each((name, r, t) => `if (${name}) { raw[to + ${r} * dims.outWidth + ${t}] = values(${sumName(o, r, t)}); }`, '\n    ')}
  }`,
  )}
  let width = min(${width}, dims.outWidth - i32(workgroup.x) * ${width});
  let height = min(${height}, dims.outHeight - i32(workgroup.y) * ${height});
  let count = f32(width * height);
  ${times(tile.groups, (o) => `let sum${o} = ${each((name, r, t) => `select(vec4<f32>(0.0), ${sumName(o, r, t)}, ${name})`, ' + ')};`)}
  ${sum.total(
    (o) => `sum${o}`,
    (o) => `total${o}`,
  )}
  ${times(
    tile.groups,
    (o) => `let mean${o} = total${o} / count;
  var squares${o} = vec4<f32>(0.0);
  ${each((name, r, t) => `if (${name}) { let d = ${sumName(o, r, t)} - mean${o}; squares${o} += d * d; }`, '\n  ')}`,
  )}
  ${sum.total(
    (o) => `squares${o}`,
    (o) => `deviation${o}`,
  )}
  if (${tile.z > 1 ? `local % ${tile.x * tile.y}u` : 'local'} == 0u) {
    let cell = i32(workgroup.y * grid.x + workgroup.x);
    let cells = i32(grid.x * grid.y);
    ${times(
      tile.groups,
      (o) => `${guard(o)}{
      partials[((block + ${o}) * cells + cell) * 2] = mean${o};
      partials[((block + ${o}) * cells + cell) * 2 + 1] = deviation${o};
    }`,
      '\n    ',
    )}
  }`;
}

/** Bias, tanh, depth-to-space and the crop of the padding, into the picture. One block holds all channels. */
function storePicture({ layer }: ConvStep, tile: Tile): string {
  const side = layer.depthToSpace;
  const channel = (c: number) => `p${Math.floor(c / 4)}[${c % 4}]`;
  const stores = (r: number, t: number) =>
    times(
      side * side,
      (cell) => {
        const c = cell * 3;
        const at = `vec2<i32>((x + ${t}) * ${side} + ${cell % side}, (y + ${r}) * ${side} + ${Math.floor(cell / side)})`;
        return `store(${at}, vec3<f32>(${channel(c)}, ${channel(c + 1)}, ${channel(c + 2)}));`;
      },
      '\n    ',
    );
  const value = (o: number, r: number, t: number) => {
    const sum = layer.bias ? `${sumName(o, r, t)} + bias[${o}]` : sumName(o, r, t);
    return layer.activation === 'tanh' ? `tanh(clamp(${sum}, vec4<f32>(-10.0), vec4<f32>(10.0)))` : sum;
  };
  return pixelsOf(tile)
    .map(
      ({ r, t }) => `if (y + ${r} < dims.outHeight && x + ${t} < dims.outWidth) {
    ${times(tile.groups, (o) => `let p${o} = ${value(o, r, t)} * 0.5 + 0.5;`, '\n    ')}
    ${stores(r, t)}
  }`,
    )
    .join('\n  ');
}

/** Writes a pixel of the picture unless it belongs to the padding. */
const STORE_WGSL = `
fn store(at: vec2<i32>, color: vec3<f32>) {
  if (at.x < dims.pictureWidth && at.y < dims.pictureHeight) { textureStore(result, at, vec4<f32>(color, 1.0)); }
}`;
