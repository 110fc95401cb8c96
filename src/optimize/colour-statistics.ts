import type { Floats } from './pictures';

export type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

/** Of the pixels of a picture, RGB 0…1. */
export interface ColourStatistics {
  readonly mean: Vector;
  readonly covariance: Matrix;
}

/** A colour c becomes matrix · c + offset. */
interface ColourMap {
  readonly matrix: Matrix;
  readonly offset: Vector;
}

/** A brightness b becomes b · scale + shift. */
interface BrightnessMap {
  readonly scale: number;
  readonly shift: number;
}

/** Brightness of RGB, as television weighs it. */
export const LUMA = [0.299, 0.587, 0.114] as const;

/** Keeps the covariance of a flat picture invertible, of 0…1 squared. */
const FLOOR = 1e-6;
const INDICES = [0, 1, 2] as const;
const SWEEPS = 12;

/**
 * Gives colours another mean and covariance (Gatys et al. 2016, "Preserving color in neural artistic
 * style transfer", eq. 10): c ↦ Σ_to^½ Σ_from^−½ (c − μ_from) + μ_to.
 */
export function colourMap(from: ColourStatistics, to: ColourStatistics): ColourMap {
  const matrix = multiply(power(floored(to.covariance), 0.5), power(floored(from.covariance), -0.5));
  return { matrix, offset: vector((c) => to.mean[c] - dot(matrix[c], from.mean)) };
}

/** Gives brightness another mean and deviation. */
export function brightnessMap(from: ColourStatistics, to: ColourStatistics): BrightnessMap {
  const scale = deviation(to) / deviation(from);
  return { scale, shift: dot(LUMA, to.mean) - dot(LUMA, from.mean) * scale };
}

export function mapColours(picture: Floats, { matrix, offset }: ColourMap): Floats {
  return mapPixels(picture, (pixel) => vector((c) => dot(matrix[c], pixel) + offset[c]));
}

/** The picture in grey, its brightness mapped. */
export function mapToGrey(picture: Floats, { scale, shift }: BrightnessMap): Floats {
  return mapPixels(picture, (pixel) => {
    const grey = dot(LUMA, pixel) * scale + shift;
    return [grey, grey, grey];
  });
}

/** Of several pictures, weighted. */
export function mean(
  parts: readonly { readonly colours: ColourStatistics; readonly weight: number }[],
): ColourStatistics {
  const sum = parts.reduce((total, { weight }) => total + weight, 0);
  const average = (value: (colours: ColourStatistics) => number) =>
    parts.reduce((total, { colours, weight }) => total + (value(colours) * weight) / sum, 0);
  return {
    mean: vector((c) => average(({ mean }) => mean[c])),
    covariance: matrix((row, column) => average(({ covariance }) => covariance[row][column])),
  };
}

export function statistics(picture: Floats): ColourStatistics {
  const pixels = picture.length / 3;
  const sum = [0, 0, 0];
  for (let at = 0; at < picture.length; at++) sum[at % 3] = (sum[at % 3] ?? 0) + (picture[at] ?? 0) / pixels;
  const mean = vector((c) => sum[c] ?? 0);
  const products = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < picture.length; at += 3) {
    for (const row of INDICES) {
      const value = (picture[at + row] ?? 0) - mean[row];
      for (const column of INDICES) {
        const index = row * 3 + column;
        products[index] =
          (products[index] ?? 0) + (value * ((picture[at + column] ?? 0) - mean[column])) / pixels;
      }
    }
  }
  return {
    mean,
    covariance: matrix((row, column) => products[row * 3 + column] ?? 0),
  };
}

function floored(covariance: Matrix): Matrix {
  return matrix((row, column) => covariance[row][column] + (row === column ? FLOOR : 0));
}

function deviation({ covariance }: ColourStatistics): number {
  const projected = vector((row) => dot(floored(covariance)[row], LUMA));
  return Math.sqrt(dot(LUMA, projected));
}

/** A power of a symmetric positive matrix, by its eigenvalues (Jacobi). */
function power(symmetric: Matrix, exponent: number): Matrix {
  let values = symmetric;
  let vectors: Matrix = matrix((row, column) => (row === column ? 1 : 0));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const angle = 0.5 * Math.atan2(2 * values[p][q], values[q][q] - values[p][p]);
      const turn = matrix((row, column) => {
        if (row === column) return row === p || row === q ? Math.cos(angle) : 1;
        if (row === p && column === q) return Math.sin(angle);
        return row === q && column === p ? -Math.sin(angle) : 0;
      });
      values = multiply(multiply(transpose(turn), values), turn);
      vectors = multiply(vectors, turn);
    }
  }
  const diagonal = matrix((row, column) => (row === column ? Math.max(values[row][row], 0) ** exponent : 0));
  return multiply(multiply(vectors, diagonal), transpose(vectors));
}

type Index = (typeof INDICES)[number];

function vector(value: (index: Index) => number): Vector {
  return [value(0), value(1), value(2)];
}

function matrix(value: (row: Index, column: Index) => number): Matrix {
  const row = (index: Index) => vector((column) => value(index, column));
  return [row(0), row(1), row(2)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function transpose(a: Matrix): Matrix {
  return matrix((row, column) => a[column][row]);
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return matrix((row, column) =>
    dot(
      a[row],
      vector((index) => b[index][column]),
    ),
  );
}

function mapPixels(picture: Floats, change: (pixel: Vector) => Vector): Floats {
  const changed = new Float32Array(picture.length);
  for (let at = 0; at < picture.length; at += 3) {
    changed.set(change(vector((c) => picture[at + c] ?? 0)), at);
  }
  return changed;
}
