import type { Tier } from '../protocol/quality';

/** One layer of an image transformation network, as data. Executed in the order of the fields. */
export interface LayerSpec {
  readonly name: string;
  readonly in: number;
  readonly out: number;
  /** Upsampling of the input, before the convolution; bilinear with half-pixel centres, edge clamped. */
  readonly upsample: { readonly mode: 'nearest' | 'bilinear'; readonly factor: number } | null;
  /** Padding of ⌊kernel / 2⌋ on every side. */
  readonly padding: 'reflect';
  readonly kernel: number;
  readonly stride: number;
  readonly bias: boolean;
  /** Conditional instance normalization with the layer's γ and β of the style. */
  readonly norm: boolean;
  /** Name of an earlier layer whose output is added after the normalization. */
  readonly residual: string | null;
  readonly activation: 'relu' | 'tanh' | 'none';
  /** Block size of a final depth-to-space; 1 means none. */
  readonly depthToSpace: number;
}

export interface StyleEntry {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly year: string;
  readonly licence: string;
  /** Row of the γ and β tables. */
  readonly row: number;
  /** Path relative to the model's folder. */
  readonly thumbnail: string;
}

export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
  readonly quantization?: { readonly dtype: 'float16' };
}

/**
 * A network and its styles as `training/export.py` writes them to `model.json`.
 * Input: RGB 0…1, scaled to −1…1 and reflection-padded at the bottom and right to a multiple of
 * `multiple`; output: (tanh + 1) / 2, cropped to the input's size.
 */
export interface NetworkSpec {
  readonly format: 'impasto-network';
  readonly version: 1;
  readonly tier: Tier;
  readonly title: string;
  /** ε of the instance normalization. */
  readonly epsilon: number;
  readonly multiple: number;
  readonly layers: readonly LayerSpec[];
  /** Row of the γ and β tables that gives the photo back. */
  readonly identityRow: number;
  readonly styles: readonly StyleEntry[];
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly WeightEntry[];
  }[];
  readonly weights: { readonly bytes: number; readonly sha256: string };
}

/** Narrows parsed JSON to a `NetworkSpec`; throws an `Error` that names what is wrong. */
export function parseNetworkSpec(json: unknown): NetworkSpec {
  const spec = json as Partial<NetworkSpec> | null;
  if (spec?.format !== 'impasto-network' || spec.version !== 1)
    throw new Error('not an impasto-network of version 1');
  if (!Array.isArray(spec.layers) || spec.layers.length === 0) throw new Error('no layers');
  if (!Array.isArray(spec.styles) || spec.styles.length === 0) throw new Error('no styles');
  checkLayers(spec.layers);
  checkRows(spec as NetworkSpec);
  return spec as NetworkSpec;
}

/** The identity and every style have a row of the γ and β tables of their own, and there are no others. */
function checkRows({ identityRow, styles }: NetworkSpec): void {
  const rows = [identityRow, ...styles.map((style) => style.row)].sort((a, b) => a - b);
  if (rows.some((row, index) => row !== index)) throw new Error(`the rows are ${rows.join(', ')}`);
}

function checkLayers(layers: readonly LayerSpec[]): void {
  const outputs = new Map<string, number>();
  let channels = 3;
  for (const layer of layers) {
    const where = `layer ${layer.name}`;
    if (layer.in !== channels) throw new Error(`${where} takes ${layer.in} channels, gets ${channels}`);
    if (layer.kernel % 2 !== 1) throw new Error(`${where} has an even kernel`);
    if (layer.residual !== null && outputs.get(layer.residual) !== layer.out) {
      throw new Error(`${where} adds ${layer.residual}, which does not fit`);
    }
    channels = layer.out / layer.depthToSpace ** 2;
    outputs.set(layer.name, channels);
  }
  if (channels !== 3) throw new Error(`the last layer gives ${channels} channels, not 3`);
}
