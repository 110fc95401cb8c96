import type { WeightEntry } from '../network/spec';
import type { LayerName } from '../protocol/optimize';

/** A convolution of 3×3 with zero padding and ReLU. */
export interface PerceptualLayer {
  readonly name: LayerName;
  readonly in: number;
  readonly out: number;
  readonly kernel: number;
  /** Max pooling of 2×2 before the convolution; a last odd row or column is left out. */
  readonly poolBefore: boolean;
}

/**
 * The network that judges pictures: the layout of VGG (Simonyan, Zisserman 2014) up to some layer,
 * as `training/perceptual_export.py` writes it to `model.json` and `network-file.ts` into one file.
 */
export interface PerceptualSpec {
  readonly format: 'impasto-perceptual';
  readonly version: 1;
  /** x = (rgb · scale − mean) / std for RGB 0…1; mean and std in `order`. */
  readonly input: {
    readonly order: 'RGB' | 'BGR';
    readonly scale: number;
    readonly mean: readonly number[];
    readonly std: readonly number[];
  };
  readonly layers: readonly PerceptualLayer[];
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly WeightEntry[];
  }[];
  readonly weights: { readonly bytes: number; readonly sha256: string };
}

/** Narrows parsed JSON to a `PerceptualSpec`; throws an `Error` that names what is wrong. */
export function parsePerceptualSpec(json: unknown): PerceptualSpec {
  const spec = json as Partial<PerceptualSpec> | null;
  if (spec?.format !== 'impasto-perceptual' || spec.version !== 1)
    throw new Error('not an impasto-perceptual of version 1');
  if (!Array.isArray(spec.layers) || spec.layers.length === 0) throw new Error('no layers');
  let channels = 3;
  for (const layer of (spec as PerceptualSpec).layers) {
    if (layer.in !== channels) throw new Error(`${layer.name} takes ${layer.in} channels, gets ${channels}`);
    if (layer.kernel !== 3) throw new Error(`${layer.name} has a kernel of ${layer.kernel}`);
    channels = layer.out;
  }
  const { input } = spec;
  if (input?.mean.length !== 3 || input.std.length !== 3)
    throw new Error('the input has no mean and deviation');
  return spec as PerceptualSpec;
}
