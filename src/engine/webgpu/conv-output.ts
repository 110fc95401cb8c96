import { groupsOf, type ConvStep } from './execution-plan';
import { sumName } from './conv-sums';
import { pixelsOf, type Tile } from './tiles';
import { times } from './wgsl';

/** What `storeOutput` needs outside of the shader's function. */
export function outputDeclarations(step: ConvStep, tile: Tile): string {
  return step.output === null ? STORE_WGSL : workgroupMemory(tile);
}

/** Stores the sums: as a map with its statistics, or as the picture. */
export function storeOutput(step: ConvStep, tile: Tile): string {
  return step.output === null ? storePicture(step, tile) : storeMap(step, tile);
}

/**
 * The raw output, and for every workgroup and channel the mean and the sum of squared deviations:
 * combined later by Chan's formula, they lose no precision however large the map.
 */
function storeMap(step: ConvStep, tile: Tile): string {
  const groups = groupsOf(step.layer.out);
  const pixels = pixelsOf(tile);
  const whole = groups % tile.groups === 0;
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
  ${times(tile.groups, (o) => `sums[${o}][local] = ${each((name, r, t) => `select(vec4<f32>(0.0), ${sumName(o, r, t)}, ${name})`, ' + ')};`)}
  ${reduce(tile)}
  ${times(tile.groups, (o) => `let mean${o} = sums[${o}][0] / count;`)}
  workgroupBarrier();
  ${times(
    tile.groups,
    (o) => `{
    var squares = vec4<f32>(0.0);
    ${each((name, r, t) => `if (${name}) { let d = ${sumName(o, r, t)} - mean${o}; squares += d * d; }`, '\n    ')}
    sums[${o}][local] = squares;
  }`,
  )}
  ${reduce(tile)}
  if (local == 0u) {
    let cell = i32(workgroup.y * grid.x + workgroup.x);
    let cells = i32(grid.x * grid.y);
    ${times(
      tile.groups,
      (o) => `${guard(o)}{
      partials[((block + ${o}) * cells + cell) * 2] = mean${o};
      partials[((block + ${o}) * cells + cell) * 2 + 1] = sums[${o}][0];
    }`,
      '\n    ',
    )}
  }`;
}

function workgroupMemory(tile: Tile): string {
  return `var<workgroup> sums: array<array<vec4<f32>, ${tile.x * tile.y}>, ${tile.groups}>;`;
}

/** Sums over the workgroup into element 0. */
function reduce(tile: Tile): string {
  return `workgroupBarrier();
  for (var step = ${(tile.x * tile.y) / 2}u; step > 0u; step /= 2u) {
    if (local < step) { ${times(tile.groups, (o) => `sums[${o}][local] += sums[${o}][local + step];`, ' ')} }
    workgroupBarrier();
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
