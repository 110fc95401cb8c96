import * as tf from '@tensorflow/tfjs-core';
import type { LayerName, Losses, OptimizeSettings } from '../protocol/optimize';
import type { Pace } from './pace';
import { disposeOutputs, type PerceptualNetwork } from './perceptual-network';
import { blendGrams, gram, gramGradient, type BlendedGram } from './gram';
import { variation, variationGradient } from './variation';

/** A style, by its picture or by its Gram matrices alone. */
export type StyleExample =
  | { readonly picture: tf.Tensor4D; readonly weight: number }
  | { readonly gram: (layer: LayerName) => KnownGram; readonly weight: number };

/** A Gram matrix [side, side]. */
interface KnownGram {
  readonly side: number;
  readonly values: Float32Array;
}

export type LossSettings = Pick<
  OptimizeSettings,
  'contentWeight' | 'styleWeight' | 'variationWeight' | 'contentLayer' | 'styleLayers'
>;

/** What the picture is to become like; all [1, H, W, 3], RGB 0…1, the styles of any size. */
export interface Examples {
  readonly content: tf.Tensor4D;
  readonly styles: readonly StyleExample[];
  /** [1, H, W, 1], 0…1: where the style is looked for; null for everywhere. */
  readonly mask: tf.Tensor4D | null;
}

export interface Evaluation {
  /** Content, style, variation; the caller disposes it. */
  readonly losses: tf.Tensor1D;
  /** Of the total with respect to the picture; the caller disposes it. */
  readonly gradient: tf.Tensor4D;
}

interface StyleLayer {
  /** Share among the layers; they sum to 1. */
  readonly weight: number;
  readonly target: BlendedGram;
  /** [pixels, 1], the mask at this layer's size. */
  readonly mask: tf.Tensor2D | null;
}

const TINY = 1e-12;

/** The losses of a picture as `Losses` defines them, and their gradient. */
export class Objective {
  private constructor(
    private readonly network: PerceptualNetwork,
    private readonly settings: LossSettings,
    private readonly contentLayer: number,
    private readonly content: tf.Tensor4D,
    /** 1 / ‖F_c‖² */
    private readonly contentFactor: number,
    private readonly styles: ReadonlyMap<number, StyleLayer>,
  ) {}

  /** Computes the targets. Throws an `Error` if the network lacks a layer. */
  static async create(
    network: PerceptualNetwork,
    examples: Examples,
    settings: LossSettings,
    pace: Pace,
  ): Promise<Objective> {
    const contentLayer = network.indexOf(settings.contentLayer);
    const made = new Map<number, StyleLayer>();
    const kept: tf.Tensor4D[] = [];
    try {
      await network.visit(examples.content, contentLayer, pace, (layer, features) => {
        if (layer === contentLayer) kept.push(features.clone());
      });
      const [content] = kept;
      if (!content) throw new Error('no content features');
      const energy = await readScalar(tf.tidy(() => tf.sum(tf.square(content))));
      await addStyles(made, network, examples, settings, pace);
      return new Objective(network, settings, contentLayer, content, 1 / Math.max(energy, TINY), made);
    } catch (error) {
      tf.dispose(kept);
      disposeStyles(made);
      throw error;
    }
  }

  /** The losses of a picture [1, H, W, 3], as in `Evaluation`. */
  async losses(picture: tf.Tensor4D, pace: Pace): Promise<tf.Tensor1D> {
    const style: tf.Scalar[] = [];
    const content: tf.Scalar[] = [];
    try {
      await this.network.visit(picture, this.last(), pace, (layer, features) => {
        const target = this.styles.get(layer);
        if (target) style.push(tf.tidy(() => this.styleLoss(target, gram(features, target.mask))));
        if (layer === this.contentLayer) content.push(this.contentLoss(features));
      });
      return tf.tidy(() => together(content[0] ?? tf.scalar(NaN), style, variation(picture)));
    } finally {
      tf.dispose([...style, ...content]);
    }
  }

  async evaluate(picture: tf.Tensor4D, pace: Pace): Promise<Evaluation> {
    const outputs = await this.network.forward(picture, this.last(), pace);
    const grams = new Map<number, tf.Tensor2D>();
    let losses: tf.Tensor1D | null = null;
    try {
      for (const [layer, { mask }] of this.styles) {
        const output = outputs[layer];
        if (output) grams.set(layer, gram(output.features, mask));
      }
      losses = tf.tidy(() => {
        const style = [...this.styles].map(([layer, target]) => this.styleLoss(target, grams.get(layer)));
        return together(this.contentLoss(outputs[this.contentLayer]?.features), style, variation(picture));
      });
      disposeOutputs(outputs.splice(this.lastWithGradient() + 1));
      const back =
        outputs.length === 0
          ? tf.zerosLike(picture)
          : await this.network.backward(outputs, (layer, map) => this.head(layer, map, grams), pace);
      return { losses, gradient: this.withVariation(back, picture) };
    } catch (error) {
      disposeOutputs(outputs);
      losses?.dispose();
      throw error;
    } finally {
      tf.dispose([...grams.values()]);
    }
  }

  /** Reads what `losses` and `evaluate` computed. */
  async read(losses: tf.Tensor1D): Promise<Losses> {
    const [content = NaN, style = NaN, variation = NaN] = await losses.data();
    const { contentWeight, styleWeight, variationWeight } = this.settings;
    const total = contentWeight * content + styleWeight * style + variationWeight * variation;
    return { total, content, style, variation };
  }

  dispose(): void {
    this.content.dispose();
    disposeStyles(this.styles);
  }

  private last(): number {
    return Math.max(this.contentLayer, ...this.styles.keys());
  }

  private lastWithGradient(): number {
    const { contentWeight, styleWeight } = this.settings;
    return Math.max(
      contentWeight > 0 ? this.contentLayer : -1,
      ...(styleWeight > 0 ? this.styles.keys() : []),
    );
  }

  private contentLoss(features: tf.Tensor4D | undefined): tf.Scalar {
    if (!features) throw new Error('no content features');
    return tf.tidy(() =>
      tf.mul<tf.Scalar>(tf.sum(tf.squaredDifference(features, this.content)), this.contentFactor),
    );
  }

  private styleLoss({ weight, target }: StyleLayer, actual: tf.Tensor2D | undefined): tf.Scalar {
    if (!actual) throw new Error('no style features');
    const distance = tf.sum(tf.squaredDifference(actual, target.gram));
    return tf.add(tf.mul(distance, weight * target.factor), weight * target.constant);
  }

  /** Gradient of content and style loss with respect to the features of one layer. */
  private head(
    layer: number,
    features: tf.Tensor4D,
    grams: ReadonlyMap<number, tf.Tensor2D>,
  ): tf.Tensor4D | null {
    const { contentWeight, styleWeight } = this.settings;
    const parts: tf.Tensor4D[] = [];
    if (layer === this.contentLayer && contentWeight > 0) {
      parts.push(tf.mul(tf.sub(features, this.content), 2 * contentWeight * this.contentFactor));
    }
    const style = this.styles.get(layer);
    const actual = grams.get(layer);
    if (style && actual && styleWeight > 0) {
      const slope = tf.mul<tf.Tensor2D>(
        tf.sub(actual, style.target.gram),
        2 * styleWeight * style.weight * style.target.factor,
      );
      parts.push(gramGradient(features, style.mask, slope));
    }
    return parts.length === 0 ? null : parts.reduce((sum, part) => tf.add(sum, part));
  }

  private withVariation(gradient: tf.Tensor4D, picture: tf.Tensor4D): tf.Tensor4D {
    const { variationWeight } = this.settings;
    if (variationWeight === 0) return gradient;
    const sum = tf.tidy(() =>
      tf.add<tf.Tensor4D>(gradient, tf.mul(variationGradient(picture), variationWeight)),
    );
    gradient.dispose();
    return sum;
  }
}

function together(content: tf.Scalar, style: readonly tf.Scalar[], variation: tf.Scalar): tf.Tensor1D {
  const sum = style.reduce<tf.Tensor>((total, loss) => tf.add(total, loss), tf.scalar(0));
  return tf.concat1d([content, sum, variation].map((loss) => tf.reshape<tf.Rank.R1>(loss, [1])));
}

/** Share of every style layer that has a weight, by its index; they sum to 1. */
export function styleShares(
  network: { indexOf(name: LayerName): number },
  { styleLayers }: Pick<LossSettings, 'styleLayers'>,
): ReadonlyMap<number, number> {
  const entries = (Object.entries(styleLayers) as [LayerName, number][]).filter(([, weight]) => weight > 0);
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  return new Map(entries.map(([name, weight]) => [network.indexOf(name), weight / sum]));
}

async function addStyles(
  made: Map<number, StyleLayer>,
  network: PerceptualNetwork,
  { content, styles, mask }: Examples,
  settings: LossSettings,
  pace: Pace,
): Promise<void> {
  const shares = styleShares(network, settings);
  const grams = new Map<number, tf.Tensor2D[]>();
  try {
    const add = (layer: number, matrix: tf.Tensor2D) =>
      grams.set(layer, [...(grams.get(layer) ?? []), matrix]);
    for (const style of styles) {
      if ('gram' in style) {
        for (const layer of shares.keys()) add(layer, knownGram(style.gram, network.names[layer]));
        continue;
      }
      await network.visit(style.picture, Math.max(-1, ...shares.keys()), pace, (layer, features) => {
        if (shares.has(layer)) add(layer, gram(features, null));
      });
    }
    const weights = styles.map(({ weight }) => weight);
    for (const [layer, weight] of shares) {
      const target = await blendGrams(grams.get(layer) ?? [], weights);
      made.set(layer, { weight, target, mask: mask && maskAt(mask, content, network.poolsUpTo(layer)) });
    }
  } finally {
    tf.dispose([...grams.values()].flat());
  }
}

function knownGram(known: (layer: LayerName) => KnownGram, layer: LayerName | undefined): tf.Tensor2D {
  if (!layer) throw new Error('no such layer');
  const { side, values } = known(layer);
  return tf.tensor2d(values, [side, side]);
}

/** The mask after as many poolings as a layer has had, one value a pixel. */
function maskAt(mask: tf.Tensor4D, content: tf.Tensor4D, pools: number): tf.Tensor2D {
  return tf.tidy(() => {
    const [, height, width] = content.shape;
    let small = mask;
    if (mask.shape[1] !== height || mask.shape[2] !== width) throw new Error('the mask has another size');
    for (let pool = 0; pool < pools; pool++) small = tf.avgPool(small, 2, 2, 'valid');
    return tf.reshape(small, [-1, 1]);
  });
}

function disposeStyles(styles: ReadonlyMap<number, StyleLayer>): void {
  for (const { target, mask } of styles.values()) {
    target.gram.dispose();
    mask?.dispose();
  }
}

/** Reads and disposes. */
async function readScalar(scalar: tf.Tensor): Promise<number> {
  const [value = NaN] = await scalar.data();
  scalar.dispose();
  return value;
}
