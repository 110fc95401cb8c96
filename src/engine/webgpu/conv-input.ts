import { groupsOf, type ConvStep, type StepInput, type Term } from './execution-plan';
import type { Tile } from './tiles';
import { times } from './wgsl';

/**
 * What a convolution reads: code that leaves the inputs of a row of the tile in `v0`…, in `values`, after
 * normalization, activation, sum, padding and upsampling.
 */

/** `inputAt(g, row, column)`: the layer's input at a coordinate inside the upsampled or padded map. */
export function readers(step: ConvStep): string {
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
export function affineTerms(input: StepInput): ('first' | 'second')[] {
  if (input.kind === 'picture') return [];
  const { main, plus } = input;
  return [
    ...(main.affine === null ? [] : (['first'] as const)),
    ...((plus?.affine ?? null) === null ? [] : (['second'] as const)),
  ];
}

/** What is loaded once for all pixels of input group `g`: its scale and offset, and the patch of an upsampled tile. */
export function loadGroup(step: ConvStep, tile: Tile): string {
  const affines = affineTerms(step.input).map(
    (buffer) => `${buffer}Scale = affines[dims.${buffer}Affine + g];
    ${buffer}Offset = affines[dims.${buffer}Affine + ${groupsOf(step.layer.in)} + g];`,
  );
  return `${affines.join('\n    ')}
    ${inPatches(step, tile) ? loadPatch(step, tile) : ''}`;
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
export function columnIndices(step: ConvStep, tile: Tile): string {
  const { stride } = step.layer;
  if (inPatches(step, tile)) {
    return `${times(patchSide(tile.pixels), (j) => `let c${j} = clamp(x / 2 + ${j - 1}, 0, dims.mapWidth - 1);`)}
  ${times(patchSide(tile.rows), (i) => `let r${i} = clamp(y / 2 + ${i - 1}, 0, dims.mapHeight - 1);`)}`;
  }
  const first = (i: number) => `x * ${stride} + ${i - padOf(step)}`;
  return times(columnsOf(step, tile), (i) => `let c${i} = reflected(${first(i)}, dims.inWidth);`);
}

/** The inputs of a row of the padded input. */
export function readRow(step: ConvStep, tile: Tile, row: string): string {
  return `let row = reflected(${row}, dims.inHeight);
      ${times(columnsOf(step, tile), (i) => `let v${i} = inputAt(g, row, c${i});`, '\n      ')}`;
}

/** The inputs of one of the rows that a tile needs, of which 0 is the uppermost. */
export function readTileRow(step: ConvStep, tile: Tile, row: number): string {
  if (!inPatches(step, tile)) return readRow(step, tile, `y * ${step.layer.stride} + ${row - padOf(step)}`);
  return times(columnsOf(step, tile), (i) => `let v${i} = ${patchValue(step, row, i)};`, '\n      ');
}

function columnsOf({ layer }: ConvStep, tile: Tile): number {
  return (tile.pixels - 1) * layer.stride + layer.kernel;
}

/** Rows and columns of padding on every side. */
export function padOf({ layer }: ConvStep): number {
  return Math.floor(layer.kernel / 2);
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

export function keepsSum({ input }: ConvStep): boolean {
  return input.kind === 'map' && input.keep !== null;
}

/** The input's sum at the pixels of a row that this invocation also outputs, written once: by the first block. */
export function keepSum(step: ConvStep, tile: Tile, r: number): string {
  return `if (block == 0 && y + ${r} < dims.outHeight) {
        let to = (g * dims.outHeight + y + ${r}) * dims.outWidth + x;
        ${times(tile.pixels, (t) => `if (x + ${t} < dims.outWidth) { kept[to + ${t}] = v${t + padOf(step)}; }`, '\n        ')}
      }`;
}
