import manifest from '../../models/perceptual/paintings.json';
import weightsUrl from '../../models/perceptual/paintings.bin?url';
import { loadWeights } from '../network/model';
import { requireWeight, type Weights } from '../network/weights';
import { ImpastoError } from '../protocol/errors';
import type { LayerName } from '../protocol/optimize';
import type { ColourStatistics } from './colour-statistics';

/** What is known of one of our paintings, which itself is no part of the app. */
export interface Painting {
  readonly colours: ColourStatistics;
  /**
   * Its Gram matrix [side, side] under the built-in network, in colour or in grey.
   * Throws `ImpastoError` `optimize-layer` where it was not computed.
   */
  gram(kind: 'colour' | 'grey', layer: LayerName): { readonly side: number; readonly values: Float32Array };
}

type Manifest = typeof manifest;

/** The paintings of some ids. Throws `ImpastoError` `model-missing`, `model-corrupt` or `optimize-style`. */
export async function loadPaintings(ids: readonly string[]): Promise<ReadonlyMap<string, Painting>> {
  if (ids.length === 0) return new Map();
  const weights = await loadWeights(weightsUrl, manifest as Parameters<typeof loadWeights>[1]);
  return new Map(ids.map((id) => [id, paintingOf(id, weights)]));
}

function paintingOf(id: string, weights: Weights): Painting {
  const entry = manifest.styles.find((style) => style.id === id);
  if (!entry) {
    throw new ImpastoError(
      'optimize-style',
      'This painting is not known here in enough detail. Choose another, or a picture of your own.',
      id,
    );
  }
  return {
    colours: statisticsOf(entry),
    gram: (kind, layer) => {
      const scale = Object.entries(entry.scales).find(([name]) => name === `${kind}/${layer}`)?.[1];
      const triangle = weights.get(`${id}/${kind}/${layer}`);
      if (scale === undefined || !triangle) throw unknownLayer(layer);
      const side = (Math.sqrt(8 * triangle.data.length + 1) - 1) / 2;
      requireWeight(weights, `${id}/${kind}/${layer}`, (side * (side + 1)) / 2);
      return { side, values: symmetric(triangle.data, side, scale) };
    },
  };
}

/** The whole matrix of an upper triangle, row by row, times `scale`. */
function symmetric(triangle: Float32Array, side: number, scale: number): Float32Array {
  const values = new Float32Array(side * side);
  let at = 0;
  for (let row = 0; row < side; row++) {
    for (let column = row; column < side; column++) {
      const value = (triangle[at++] ?? NaN) * scale;
      values[row * side + column] = value;
      values[column * side + row] = value;
    }
  }
  return values;
}

function statisticsOf({ mean, covariance }: Manifest['styles'][number]): ColourStatistics {
  const vector = (from: readonly number[], at: number) =>
    [from[at] ?? NaN, from[at + 1] ?? NaN, from[at + 2] ?? NaN] as const;
  return {
    mean: vector(mean, 0),
    covariance: [vector(covariance, 0), vector(covariance, 3), vector(covariance, 6)],
  };
}

function unknownLayer(layer: LayerName): ImpastoError {
  return new ImpastoError(
    'optimize-layer',
    `Our paintings are not known at ${layer}. Choose other style layers under Advanced, or a picture of your own.`,
  );
}
