import { groupsOf, type ConvStep } from './execution-plan';
import { keepsSum, keepSum, padOf, readRow, readTileRow } from './conv-input';
import type { Precision } from './dialect';
import { pixelsOf, type Tile } from './tiles';
import { times } from './wgsl';

/** The sum of output group `o` of the block at row `r` and column `t` of the tile. */
export function sumName(o: number, r: number, t: number): string {
  return `a${o}_${r}_${t}`;
}

/** Names of all sums of an invocation. */
export function sumNames(tile: Tile): string[] {
  return Array.from({ length: tile.groups }, (_, o) =>
    pixelsOf(tile).map(({ r, t }) => sumName(o, r, t)),
  ).flat();
}

/**
 * Adds the products of input group `g` and its taps to the sums. With float16, products are summed in float16
 * over the taps of one input group (or one kernel row of it) at most, so that nothing overflows and little is
 * lost, and from there on in float32.
 */
export function addProducts(step: ConvStep, tile: Tile, precision: Precision): string {
  return tile.unrolled ? split(tile, precision, unrolled(step, tile)) : rowByRow(step, tile, precision);
}

/** Sums of products: those of `a…` themselves, or in float16 over `body` alone and added to them. */
function split(tile: Tile, precision: Precision, body: string): string {
  const names = sumNames(tile);
  const begin = names.map((a) => (precision === 'f16' ? `var p${a} = values();` : ''));
  const end = names.map((a) => (precision === 'f16' ? `${a} += vec4<f32>(p${a});` : ''));
  const products = precision === 'f16' ? body.replaceAll(SUM, 'p') : body.replaceAll(SUM, '');
  return `${begin.join('\n    ')}\n    ${products}\n    ${end.join('\n    ')}`;
}

/** Stands before the name of a sum in code that `split` completes. */
const SUM = '$';

/** A kernel row at a time, whose taps all rows of the tile share: short code. */
function rowByRow(step: ConvStep, tile: Tile, precision: Precision): string {
  const { kernel, stride } = step.layer;
  const pad = padOf(step);
  const body = `${loadTaps(step, tile, kernel, `ky * ${kernel}`)}
      ${times(
        tile.rows,
        (r) => `{
        ${readRow(step, tile, `(y + ${r}) * ${stride} + ky - ${pad}`)}
        ${keepsSum(step) ? `if (ky == ${pad}) { ${keepSum(step, tile, r)} }` : ''}
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
  const pad = padOf(step);
  const rows = (tile.rows - 1) * stride + kernel;
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
    ${times(
      rows,
      (row) => `{
      ${readTileRow(step, tile, row)}
      ${keepsSum(step) && row >= pad && row < tile.rows + pad ? keepSum(step, tile, row - pad) : ''}
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
      times(
        tile.pixels,
        (t) => `${SUM}${sumName(o, r, t)} += m${o}_${tap} * v${t * layer.stride + kx};`,
        ' ',
      ),
    '\n      ',
  );
}
