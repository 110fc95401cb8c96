import { groupsOf, type ConvStep, type StepInput, type Term } from './execution-plan';

/** How the work of a convolution is cut up; chosen per layer by the tuner. */
export interface Tile {
  /** Output pixels in a row, and rows of them, that one invocation computes. */
  readonly pixels: number;
  readonly rows: number;
  /** All taps of a kernel in one piece of code: less is read, but it takes longer to compile. */
  readonly unrolled: boolean;
  /** Groups of four output channels that one invocation computes. */
  readonly groups: number;
  /** Workgroup size. */
  readonly x: number;
  readonly y: number;
}

/** What maps and weights are kept and multiplied in; sums are always float32. */
export type Precision = 'f32' | 'f16';

/** Bytes of four values. */
export function vectorBytes(precision: Precision): number {
  return precision === 'f16' ? 8 : 16;
}

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

/** The number of output groups, rounded up to whole blocks of the tile. */
export function blocksOf(step: ConvStep, tile: Tile): number {
  return Math.ceil(groupsOf(step.layer.out) / tile.groups);
}

/**
 * WGSL of one convolution. Maps are planes of vec4, one plane for each group of four channels:
 * neighbouring invocations read neighbouring memory. Weights are one mat4x4 for each pair of
 * groups and each tap, so the inner loop is matrix times vector.
 * Sizes and offsets come in a uniform, so that layers of one kind share a pipeline at every size.
 * With float16, products are summed in float16 over the taps of one input group (or one kernel row of
 * it) at most, so that nothing overflows and little is lost, and from there on in float32.
 */
export function convolutionWgsl(step: ConvStep, tile: Tile, precision: Precision): string {
  const { layer } = step;
  const last = step.output === null;
  return `${precision === 'f16' ? 'enable f16;' : ''}
alias values = vec4<${precision}>;
alias taps = mat4x4<${precision}>;
${declarations(step)}
${readers(step)}
${last ? STORE_WGSL : workgroupMemory(tile)}

@compute @workgroup_size(${tile.x}, ${tile.y})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let x = i32(id.x) * ${tile.pixels};
  let y = i32(id.y) * ${tile.rows};
  let block = i32(workgroup.z) * ${tile.groups};
  ${accumulators(tile)
    .map((name) => `var ${name} = vec4<f32>(0.0);`)
    .join('\n  ')}
  ${columnIndices(step, tile)}
  for (var g = 0; g < ${groupsOf(layer.in)}; g++) {
    ${loadAffines(step)}
    ${tile.unrolled ? split(tile, precision, unrolled(step, tile)) : rowByRow(step, tile, precision)}
  }
  ${last ? storePicture(step, tile) : storeMap(step, tile)}
}`;
}

function times(count: number, line: (index: number) => string, separator = '\n  '): string {
  return Array.from({ length: count }, (_, index) => line(index)).join(separator);
}

function accumulators(tile: Tile): string[] {
  return Array.from({ length: tile.groups }, (_, o) =>
    pixelsOf(tile).map(({ r, t }) => `a${o}_${r}_${t}`),
  ).flat();
}

/** Sums of products: those of `a…` themselves, or in float16 over `body` alone and added to them. */
function split(tile: Tile, precision: Precision, body: string): string {
  const names = accumulators(tile);
  const begin = names.map((a) => (precision === 'f16' ? `var p${a} = values();` : ''));
  const end = names.map((a) => (precision === 'f16' ? `${a} += vec4<f32>(p${a});` : ''));
  const products = precision === 'f16' ? body.replaceAll(SUM, 'p') : body.replaceAll(SUM, '');
  return `${begin.join('\n    ')}\n    ${products}\n    ${end.join('\n    ')}`;
}

/** Stands before the name of a sum in code that `split` completes. */
const SUM = '$';

/** Row and column, within the tile, of every pixel that an invocation computes. */
function pixelsOf(tile: Tile): { r: number; t: number }[] {
  return Array.from({ length: tile.rows * tile.pixels }, (_, index) => ({
    r: Math.floor(index / tile.pixels),
    t: index % tile.pixels,
  }));
}

function declarations({ layer, input, output }: ConvStep): string {
  const at = (binding: keyof typeof BINDING) => `@group(0) @binding(${BINDING[binding]})`;
  const storage = (name: keyof typeof BINDING, type: string, access = 'read') =>
    `${at(name)} var<storage, ${access}> ${name}: array<${type}>;`;
  const lines = [
    // inWidth and inHeight are those of the upsampled or padded input.
    'struct Dims { inWidth: i32, inHeight: i32, mapWidth: i32, mapHeight: i32, outWidth: i32, outHeight: i32, pictureWidth: i32, pictureHeight: i32, firstAffine: i32, secondAffine: i32 };',
    `${at('dims')} var<uniform> dims: Dims;`,
    storage('weights', 'taps'),
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
  return lines.join('\n');
}

/** `inputAt(g, row, column)`: the layer's input at a coordinate inside the upsampled or padded map. */
function readers(step: ConvStep): string {
  const reflected = `
fn reflected(index: i32, length: i32) -> i32 {
  let i = abs(index);
  // Beyond the far edge of the last tile nothing is stored; the clamp keeps the read inside.
  return clamp(select(i, 2 * (length - 1) - i, i >= length), 0, length - 1);
}`;
  return `${reflected}\n${step.input.kind === 'picture' ? readPicture() : readMap(step)}`;
}

function readPicture(): string {
  return `
fn inputAt(g: i32, row: i32, column: i32) -> values {
  let at = vec2<i32>(reflected(column, dims.pictureWidth), reflected(row, dims.pictureHeight));
  return values(vec4<f32>(textureLoad(picture, at, 0).rgb * 2.0 - 1.0, 0.0));
}`;
}

function readMap({ layer, input }: ConvStep): string {
  if (input.kind === 'picture') return '';
  const value = (buffer: 'first' | 'second', { affine, relu }: Term) => {
    const raw = `vec4<f32>(${buffer}[at])`;
    const scaled = affine === null ? raw : `${raw} * ${buffer}Scale + ${buffer}Offset`;
    return relu ? `max(${scaled}, vec4<f32>(0.0))` : scaled;
  };
  const sum = value('first', input.main) + (input.plus ? ` + ${value('second', input.plus)}` : '');
  const mode = layer.upsample?.mode;
  return `
${affineTerms(input)
  .map((buffer) => `var<private> ${buffer}Scale: vec4<f32>;\nvar<private> ${buffer}Offset: vec4<f32>;`)
  .join('\n')}
fn ${mode ? 'mapAt' : 'inputAt'}(g: i32, row: i32, column: i32) -> values {
  let at = (g * dims.mapHeight + row) * dims.mapWidth + column;
  return values(${sum});
}
${mode === 'nearest' ? READ_NEAREST : ''}${mode === 'bilinear' ? READ_BILINEAR : ''}`;
}

/** The inputs that are normalized on load. */
function affineTerms(input: StepInput): ('first' | 'second')[] {
  if (input.kind === 'picture') return [];
  const { main, plus } = input;
  return [
    ...(main.affine === null ? [] : (['first'] as const)),
    ...((plus?.affine ?? null) === null ? [] : (['second'] as const)),
  ];
}

/** Scale and offset of group `g`, loaded once for all of its pixels. */
function loadAffines({ layer, input }: ConvStep): string {
  return affineTerms(input)
    .map(
      (buffer) => `${buffer}Scale = affines[dims.${buffer}Affine + g];
    ${buffer}Offset = affines[dims.${buffer}Affine + ${groupsOf(layer.in)} + g];`,
    )
    .join('\n    ');
}

const READ_NEAREST = `
fn inputAt(g: i32, row: i32, column: i32) -> values { return mapAt(g, row / 2, column / 2); }`;

/** ×2 with half-pixel centres: every sample lies a quarter of a pixel from its nearer neighbour. */
const READ_BILINEAR = `
fn inputAt(g: i32, row: i32, column: i32) -> values {
  let nearRow = row / 2;
  let nearColumn = column / 2;
  let farRow = clamp(nearRow + select(-1, 1, (row & 1) == 1), 0, dims.mapHeight - 1);
  let farColumn = clamp(nearColumn + select(-1, 1, (column & 1) == 1), 0, dims.mapWidth - 1);
  return 0.5625 * mapAt(g, nearRow, nearColumn) + 0.1875 * (mapAt(g, farRow, nearColumn) + mapAt(g, nearRow, farColumn))
    + 0.0625 * mapAt(g, farRow, farColumn);
}`;

/** Columns of the input that an invocation reads: of the map itself where it is upsampled in a patch. */
function columnIndices(step: ConvStep, tile: Tile): string {
  const { stride, kernel } = step.layer;
  const pad = Math.floor(kernel / 2);
  if (inPatches(step, tile)) {
    return `${times(patchSide(tile.pixels), (j) => `let c${j} = clamp(x / 2 + ${j - 1}, 0, dims.mapWidth - 1);`)}
  ${times(patchSide(tile.rows), (i) => `let r${i} = clamp(y / 2 + ${i - 1}, 0, dims.mapHeight - 1);`)}`;
  }
  const columns = (tile.pixels - 1) * stride + kernel;
  return times(columns, (i) => `let c${i} = reflected(x * ${stride} + ${i - pad}, dims.inWidth);`);
}

/** A kernel row at a time, whose taps all rows of the tile share: short code. */
function rowByRow(step: ConvStep, tile: Tile, precision: Precision): string {
  const { kernel, stride } = step.layer;
  const pad = Math.floor(kernel / 2);
  const columns = (tile.pixels - 1) * stride + kernel;
  const body = `${loadTaps(step, tile, kernel, `ky * ${kernel}`)}
      ${times(
        tile.rows,
        (r) => `{
        let row = reflected((y + ${r}) * ${stride} + ky - ${pad}, dims.inHeight);
        ${times(columns, (i) => `let v${i} = inputAt(g, row, c${i});`, '\n        ')}
        ${keepsSum(step) ? `if (ky == ${pad}) { ${keepSum(tile, r, pad)} }` : ''}
        ${times(kernel, (kx) => multiply(step, tile, r, kx, kx), '\n        ')}
      }`,
        '\n      ',
      )}`;
  return `for (var ky = 0; ky < ${kernel}; ky++) {
      ${split(tile, precision, body)}
    }`;
}

/** All taps at once: every input is read once for all rows of the tile. */
function unrolled(step: ConvStep, tile: Tile): string {
  const { kernel, stride } = step.layer;
  const pad = Math.floor(kernel / 2);
  const columns = (tile.pixels - 1) * stride + kernel;
  const rows = (tile.rows - 1) * stride + kernel;
  const patch = inPatches(step, tile);
  const values = (row: number) =>
    patch
      ? times(columns, (i) => `let v${i} = ${patchValue(step, row, i)};`, '\n      ')
      : `let row = reflected(y * ${stride} + ${row - pad}, dims.inHeight);
      ${times(columns, (i) => `let v${i} = inputAt(g, row, c${i});`, '\n      ')}`;
  const products = (row: number) =>
    times(
      kernel,
      (ky) => {
        const r = (row - ky) / stride;
        if (!Number.isInteger(r) || r < 0 || r >= tile.rows) return '';
        return times(kernel, (kx) => multiply(step, tile, r, kx, ky * kernel + kx), '\n      ');
      },
      '\n      ',
    );
  return `${loadTaps(step, tile, kernel ** 2, '0')}
    ${patch ? loadPatch(step, tile) : ''}
    ${times(
      rows,
      (row) => `{
      ${values(row)}
      ${keepsSum(step) && row >= pad && row < tile.rows + pad ? keepSum(tile, row - pad, pad) : ''}
      ${products(row)}
    }`,
      '\n    ',
    )}`;
}

/** Matrices of `count` taps from `from` on, for all groups of the tile. */
function loadTaps({ layer }: ConvStep, tile: Tile, count: number, from: string): string {
  const taps = layer.kernel ** 2;
  return times(
    tile.groups,
    (o) => `let w${o} = ((block + ${o}) * ${groupsOf(layer.in)} + g) * ${taps} + ${from};
    ${times(count, (k) => `let m${o}_${k} = weights[w${o} + ${k}];`, '\n    ')}`,
    '\n    ',
  );
}

/** One tap's products for row `r` of the tile; `v0`… are the inputs of its row. */
function multiply({ layer }: ConvStep, tile: Tile, r: number, kx: number, tap: number): string {
  return times(
    tile.groups,
    (o) =>
      times(tile.pixels, (t) => `${SUM}a${o}_${r}_${t} += m${o}_${tap} * v${t * layer.stride + kx};`, ' '),
    '\n      ',
  );
}

/**
 * An upsampled tile needs a patch of half its size and one neighbour all around, which is read once: true
 * where the tile is larger than a row and cut evenly.
 */
function inPatches({ layer }: ConvStep, tile: Tile): boolean {
  return (
    tile.unrolled &&
    layer.upsample !== null &&
    layer.kernel === 3 &&
    tile.rows % 2 === 0 &&
    tile.pixels % 2 === 0
  );
}

function patchSide(tileSide: number): number {
  return tileSide / 2 + 2;
}

/** `s0_0`… are the patch's values; for bilinear upsampling `h0_0`… those of its rows, upsampled. */
function loadPatch({ layer }: ConvStep, tile: Tile): string {
  const [rows, columns] = [patchSide(tile.rows), patchSide(tile.pixels)];
  const load = times(
    rows,
    (i) => times(columns, (j) => `let s${i}_${j} = mapAt(g, r${i}, c${j});`, '\n    '),
    '\n    ',
  );
  if (layer.upsample?.mode === 'nearest') return load;
  const row = (i: number) =>
    times(
      tile.pixels + 2,
      (c) => `let h${i}_${c} = ${between((k) => `s${i}_${k}`, c, 'x', 'dims.inWidth')};`,
      '\n    ',
    );
  return `${load}\n    ${times(rows, row, '\n    ')}`;
}

/** The upsampled input at a row and column of the tile, of which 0 is the one before the tile. */
function patchValue({ layer }: ConvStep, row: number, column: number): string {
  if (layer.upsample?.mode === 'nearest') return `s${(row + 1) >> 1}_${(column + 1) >> 1}`;
  return between((k) => `h${k}_${column}`, row, 'y', 'dims.inHeight');
}

/**
 * Bilinear ×2 along one axis: every sample lies a quarter of a pixel from its nearer neighbour. What lies
 * outside of the upsampled map is its reflection about the edge, two samples further inside.
 * @param c 0 is the sample before the tile, which begins at the even coordinate `start`
 */
function between(value: (index: number) => string, c: number, start: string, length: string): string {
  const at = (sample: number) => {
    const near = (sample + 1) >> 1;
    const far = sample % 2 === 1 ? near - 1 : near + 1;
    return `(0.75 * ${value(near)} + 0.25 * ${value(far)})`;
  };
  if (c === 0) return `select(${at(0)}, ${at(2)}, ${start} == 0)`;
  if (c % 2 === 0 || c === 1) return at(c);
  return `select(${at(c)}, ${at(c - 2)}, ${start} + ${c - 1} == ${length})`;
}

function keepsSum({ input }: ConvStep): boolean {
  return input.kind === 'map' && input.keep !== null;
}

/** The input's sum at the pixels of a row that this invocation also outputs, written once: by the first block. */
function keepSum(tile: Tile, r: number, pad: number): string {
  return `if (block == 0 && y + ${r} < dims.outHeight) {
        let to = (g * dims.outHeight + y + ${r}) * dims.outWidth + x;
        ${times(tile.pixels, (t) => `if (x + ${t} < dims.outWidth) { kept[to + ${t}] = v${t + pad}; }`, '\n        ')}
      }`;
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
    ${each((name, r, t) => `if (${name}) { raw[to + ${r} * dims.outWidth + ${t}] = values(a${o}_${r}_${t}); }`, '\n    ')}
  }`,
  )}
  let width = min(${width}, dims.outWidth - i32(workgroup.x) * ${width});
  let height = min(${height}, dims.outHeight - i32(workgroup.y) * ${height});
  let count = f32(width * height);
  ${times(tile.groups, (o) => `sums[${o}][local] = ${each((name, r, t) => `select(vec4<f32>(0.0), a${o}_${r}_${t}, ${name})`, ' + ')};`)}
  ${reduce(tile)}
  ${times(tile.groups, (o) => `let mean${o} = sums[${o}][0] / count;`)}
  workgroupBarrier();
  ${times(
    tile.groups,
    (o) => `{
    var squares = vec4<f32>(0.0);
    ${each((name, r, t) => `if (${name}) { let d = a${o}_${r}_${t} - mean${o}; squares += d * d; }`, '\n    ')}
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
    const sum = layer.bias ? `a${o}_${r}_${t} + bias[${o}]` : `a${o}_${r}_${t}`;
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
