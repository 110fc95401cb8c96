import type { Floats } from './pictures';

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

/** Brightness of RGB, as television weighs it. */
export const LUMA = [0.299, 0.587, 0.114] as const;

/** Keeps the covariance of a flat picture invertible, of 0…1 squared. */
const FLOOR = 1e-6;
const INDICES = [0, 1, 2] as const;
const SWEEPS = 12;

/**
 * The style with the mean and covariance of the photo's colours (Gatys et al. 2016, "Preserving color
 * in neural artistic style transfer", eq. 10): x ↦ Σ_photo^½ Σ_style^−½ (x − μ_style) + μ_photo.
 */
export function matchColours(style: Floats, photo: Floats): Floats {
  const from = statistics(style);
  const to = statistics(photo);
  const map = multiply(power(to.covariance, 0.5), power(from.covariance, -0.5));
  return mapPixels(style, (pixel) => {
    const centred = vector((c) => pixel[c] - from.mean[c]);
    return vector((c) => dot(map[c], centred) + to.mean[c]);
  });
}

/** The style in grey, with the mean and deviation of the photo's brightness. */
export function matchBrightness(style: Floats, photo: Floats): Floats {
  const from = statistics(style);
  const to = statistics(photo);
  const mean = ({ mean }: typeof from) => dot(LUMA, mean);
  const deviation = ({ covariance }: typeof from) =>
    Math.sqrt(
      dot(
        LUMA,
        vector((row) => dot(covariance[row], LUMA)),
      ),
    );
  const scale = deviation(to) / deviation(from);
  return mapPixels(style, (pixel) => {
    const grey = (dot(LUMA, pixel) - mean(from)) * scale + mean(to);
    return [grey, grey, grey];
  });
}

function statistics(picture: Floats): { mean: Vector; covariance: Matrix } {
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
    covariance: matrix((row, column) => (products[row * 3 + column] ?? 0) + (row === column ? FLOOR : 0)),
  };
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
