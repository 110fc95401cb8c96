import { keepsSum, loadGroup, padOf } from './conv-input';
import { sumName } from './conv-sums';
import { groupsOf, type ConvStep } from './execution-plan';
import { vectorBytes, type Precision } from './dialect';
import { invocationsOf, type Staging, type Tile } from './tiles';
import { times } from './wgsl';

/**
 * A convolution whose workgroups keep their input in memory of their own, after normalization, activation, sum,
 * padding and upsampling, which are so computed once a workgroup and not once an invocation. An invocation
 * computes a column of pixels: neighbours read neighbouring memory, from which a row of inputs serves all rows of
 * the kernel. Those for the same pixels and other channels share the input too.
 */

export interface StagedTile extends Tile {
  readonly staged: Staging;
}

export function isStaged(tile: Tile): tile is StagedTile {
  return tile.staged !== null;
}

/** Rows and columns of the padded input under a workgroup's pixels. */
function windowOf({ layer }: ConvStep, tile: Tile): { rows: number; columns: number; pitch: number } {
  const side = (pixels: number) => (pixels - 1) * layer.stride + layer.kernel;
  const columns = side(tile.x);
  return { rows: side(tile.y * tile.rows), columns, pitch: Math.ceil(columns / layer.stride) * layer.stride };
}

/** Matrices that a workgroup needs at a time. */
function stagedMatrices({ layer }: ConvStep, { z, groups, staged }: StagedTile): number {
  return staged.taps ? z * groups * staged.depth * layer.kernel ** 2 : 0;
}

/** Bytes of workgroup memory that a tile takes, those for statistics not included. */
export function stagedBytes(step: ConvStep, tile: Tile, precision: Precision): number {
  if (!isStaged(tile)) return 0;
  const { rows, pitch } = windowOf(step, tile);
  return (tile.staged.depth * rows * pitch + stagedMatrices(step, tile) * 4) * vectorBytes(precision);
}

export function stagedDeclarations(step: ConvStep, tile: StagedTile): string {
  const { rows, pitch } = windowOf(step, tile);
  const lines = [`var<workgroup> staged: array<values, ${tile.staged.depth * rows * pitch}>;`];
  if (tile.staged.taps)
    lines.push(`var<workgroup> stagedTaps: array<values, ${stagedMatrices(step, tile) * 4}>;`);
  return lines.join('\n');
}

/** Everything between the sums' declaration and their storing. */
export function stagedProducts(step: ConvStep, tile: StagedTile, precision: Precision): string {
  const groups = groupsOf(step.layer.in);
  if (groups % tile.staged.depth !== 0)
    throw new Error(`${tile.staged.depth} does not divide ${groups} groups`);
  return `for (var base = 0; base < ${groups}; base += ${tile.staged.depth}) {
    ${stageInput(step, tile)}
    ${tile.staged.taps ? stageTaps(step, tile) : ''}
    workgroupBarrier();
    ${addProducts(step, tile, precision)}
    workgroupBarrier();
  }`;
}

/** Columns that are a stride apart lie side by side, for so they are read. */
function stageInput(step: ConvStep, tile: StagedTile): string {
  const { stride } = step.layer;
  const { rows, columns, pitch } = windowOf(step, tile);
  const pad = padOf(step);
  const placed = stride === 1 ? 'column' : `(column % ${stride}) * ${pitch / stride} + column / ${stride}`;
  return `for (var d = 0; d < ${tile.staged.depth}; d++) {
      let g = base + d;
      ${loadGroup(step, tile)}
      for (var i = i32(local); i < ${rows * columns}; i += ${invocationsOf(tile)}) {
        let row = i / ${columns};
        let column = i % ${columns};
        let mapRow = i32(workgroup.y) * ${tile.y * tile.rows * stride} - ${pad} + row;
        let mapColumn = i32(workgroup.x) * ${tile.x * stride} - ${pad} + column;
        let value = inputAt(g, reflected(mapRow, dims.inHeight), reflected(mapColumn, dims.inWidth));
        staged[(d * ${rows} + row) * ${pitch} + ${placed}] = value;
        ${keepsSum(step) ? keepStaged(step, tile) : ''}
      }
    }`;
}

/** The sum at the pixels that this workgroup also outputs, written once: by those of the first channels. */
function keepStaged(step: ConvStep, tile: Tile): string {
  const pad = padOf(step);
  const inside = (place: string, side: number) => `${place} >= ${pad} && ${place} < ${side + pad}`;
  return `if (workgroup.z == 0u && ${inside('row', tile.y * tile.rows)} && ${inside('column', tile.x)}
            && mapRow < dims.outHeight && mapColumn < dims.outWidth) {
          kept[(g * dims.outHeight + mapRow) * dims.outWidth + mapColumn] = value;
        }`;
}

/** Columns of the matrices, in memory by output group, input group of this stage, tap. */
function stageTaps({ layer }: ConvStep, tile: StagedTile): string {
  const { depth } = tile.staged;
  const taps = layer.kernel ** 2;
  // Taps of the input groups of a stage lie side by side.
  const run = depth * taps * 4;
  const blocks = tile.z * tile.groups;
  return `for (var i = i32(local); i < ${blocks * run}; i += ${invocationsOf(tile)}) {
      let o = i32(workgroup.z) * ${blocks} + i / ${run};
      stagedTaps[i] = weights[(o * ${groupsOf(layer.in)} + base) * ${taps * 4} + i % ${run}];
    }`;
}

/**
 * Adds the products of all input groups of a stage to the sums; with float16 they are summed in float16 up to
 * there, and from there on in float32.
 */
function addProducts(step: ConvStep, tile: StagedTile, precision: Precision): string {
  const names = Array.from({ length: tile.groups }, (_, o) =>
    Array.from({ length: tile.rows }, (_row, r) => sumName(o, r, 0)),
  ).flat();
  const half = precision === 'f16';
  const { stride } = step.layer;
  const { rows, pitch } = windowOf(step, tile);
  const taps = step.layer.kernel ** 2;
  const matrices = tile.staged.taps
    ? `(i32(place.z) * ${tile.groups * tile.staged.depth} + d) * ${taps}`
    : `(block * ${groupsOf(step.layer.in)} + base + d) * ${taps}`;
  return `${half ? names.map((name) => `var p${name} = values();`).join('\n    ') : ''}
    for (var d = 0; d < ${tile.staged.depth}; d++) {
      let at = (d * ${rows} + i32(place.y) * ${tile.rows * stride}) * ${pitch} + i32(place.x);
      let matrices = ${matrices};
      ${kernelColumns(step, tile, half ? 'p' : '')}
    }
    ${half ? names.map((name) => `${name} += vec4<f32>(p${name});`).join('\n    ') : ''}`;
}

/** The columns of a small kernel are written out, so that all places are known; those of a large one would be much code. */
function kernelColumns(step: ConvStep, tile: StagedTile, prefix: string): string {
  const { kernel } = step.layer;
  if (kernel > 3)
    return `for (var kx = 0; kx < ${kernel}; kx++) { ${kernelColumn(step, tile, prefix, 'kx')} }`;
  return times(kernel, (kx) => `{ ${kernelColumn(step, tile, prefix, kx)} }`, '\n      ');
}

function kernelColumn(step: ConvStep, tile: StagedTile, prefix: string, kx: number | 'kx'): string {
  const { kernel, stride } = step.layer;
  const { pitch } = windowOf(step, tile);
  const inputs = (tile.rows - 1) * stride + kernel;
  const column =
    typeof kx === 'number'
      ? (kx % stride) * (pitch / stride) + Math.floor(kx / stride)
      : `(kx % ${stride}) * ${pitch / stride} + kx / ${stride}`;
  return `${times(inputs, (i) => `let v${i} = staged[at + ${i * pitch} + ${column}];`, '\n      ')}
      ${times(
        kernel,
        (ky) =>
          times(
            tile.groups,
            (o) => `{
        ${loadMatrix(step, tile, o, typeof kx === 'number' ? `${ky * kernel + kx}` : `${ky * kernel} + kx`)}
        ${times(tile.rows, (r) => multiply(step, `${prefix}${sumName(o, r, 0)}`, `v${r * stride + ky}`), '\n        ')}
      }`,
            '\n      ',
          ),
        '\n      ',
      )}`;
}

/** `c0`… are the columns of the matrix of one tap. */
function loadMatrix({ layer }: ConvStep, tile: StagedTile, o: number, tap: string): string {
  const taps = layer.kernel ** 2;
  if (!tile.staged.taps) {
    return `let m = weights[matrices + ${o * groupsOf(layer.in) * taps} + ${tap}];
        ${times(4, (c) => `let c${c} = m[${c}];`, ' ')}`;
  }
  return `let m = (matrices + ${o * tile.staged.depth * taps} + ${tap}) * 4;
        ${times(4, (c) => `let c${c} = stagedTaps[m + ${c}];`, ' ')}`;
}

/** A matrix times a vector, as four operations that round once: with a sum of its own it would take five. */
function multiply({ layer }: ConvStep, sum: string, vector: string): string {
  // The picture's fourth channel is zero.
  return times(Math.min(4, layer.in), (c) => `${sum} = fma(c${c}, values(${vector}[${c}]), ${sum});`, ' ');
}
