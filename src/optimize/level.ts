import * as tf from '@tensorflow/tfjs-core';
import type { Losses, OptimizeJob } from '../protocol/optimize';
import type { Size } from '../protocol/quality';
import { colourSpace, paletteOf, styleInPalette } from './colour-space';
import { statistics } from './colour-statistics';
import { Easel } from './easel';
import { Objective, type Evaluation, type StyleExample } from './objective';
import type { Descent } from './optimizers/optimizer';
import type { Pace } from './pace';
import type { Painting } from './paintings';
import type { PerceptualNetwork } from './perceptual-network';
import { readMask, readPicture, toBitmap, type Floats } from './pictures';

/** A style is not enlarged, but for what is too small to have any features. */
const LEAST_STYLE_SIDE = 64;

/** A job at one size of its pyramid: the pictures, the easel and the losses. */
export class Level implements Descent {
  private constructor(
    readonly size: Size,
    private readonly easel: Easel,
    private readonly objective: Objective,
    private readonly pace: Pace,
  ) {}

  /** @param paintings those of the job's styles that have no picture, by id */
  static async create(
    network: PerceptualNetwork,
    job: OptimizeJob,
    paintings: ReadonlyMap<string, Painting>,
    size: Size,
    pace: Pace,
  ): Promise<Level> {
    const { colours } = job.settings;
    const photo = readPicture(job.photo, size);
    const known = job.styles.flatMap(({ id, weight }) => {
      const painting = paintings.get(id);
      return painting ? [{ colours: painting.colours, weight }] : [];
    });
    const own = statistics(photo);
    const palette = paletteOf(known, own);
    const mask = job.mask && tf.tensor4d(readMask(job.mask, size), [1, size.height, size.width, 1]);
    const easel = new Easel(toTensor(photo, size), mask, colourSpace(colours, own, palette));
    const styles: StyleExample[] = [];
    const x = loaded(easel, photo, size);
    const content = easel.judged(x);
    x.dispose();
    try {
      for (const { id, image, weight } of job.styles) {
        const painting = paintings.get(id);
        if (painting) {
          const kind = colours === 'luminance' ? 'grey' : 'colour';
          styles.push({ gram: (layer) => painting.gram(kind, layer), weight });
        } else if (image) {
          const styleSize = styleSizeAt(image, Math.max(size.width, size.height));
          const style = styleInPalette(colours, readPicture(image, styleSize), palette);
          styles.push({ picture: toTensor(style, styleSize), weight });
        }
        await pace.breathe();
      }
      const objective = await Objective.create(network, { content, styles, mask }, job.settings, pace);
      return new Level(size, easel, objective, pace);
    } catch (error) {
      easel.dispose();
      throw error;
    } finally {
      tf.dispose([content, ...styles.flatMap((style) => ('picture' in style ? [style.picture] : []))]);
    }
  }

  /** The x to begin with from a picture of any size; the caller's. */
  start(picture: ImageBitmap): tf.Tensor4D {
    return loaded(this.easel, readPicture(picture, this.size), this.size);
  }

  /** The x to begin with from noise; always the same noise. */
  noise(): tf.Tensor4D {
    const { width, height } = this.size;
    const noise = tf.randomUniform<tf.Rank.R4>([1, height, width, 3], 0, 1, 'float32', 1);
    const x = this.easel.load(noise);
    noise.dispose();
    return x;
  }

  async evaluate(x: tf.Tensor4D): Promise<Evaluation> {
    const judged = this.easel.judged(x);
    try {
      const { losses, gradient } = await this.objective.evaluate(judged, this.pace);
      const own = this.easel.gradient(gradient);
      gradient.dispose();
      return { losses, gradient: own };
    } finally {
      judged.dispose();
    }
  }

  read(losses: tf.Tensor1D): Promise<Losses> {
    return this.objective.read(losses);
  }

  /** The losses at x without a gradient. */
  async losses(x: tf.Tensor4D): Promise<Losses> {
    const judged = this.easel.judged(x);
    let losses: tf.Tensor1D | null = null;
    try {
      losses = await this.objective.losses(judged, this.pace);
      return await this.objective.read(losses);
    } finally {
      judged.dispose();
      losses?.dispose();
    }
  }

  /** The picture that x stands for; what is read is taken at once, x may be freed. */
  async picture(x: tf.Tensor4D, size: Size = this.size): Promise<ImageBitmap> {
    const shown = this.easel.shown(x);
    try {
      return await toBitmap(await shown.data(), this.size, size);
    } finally {
      shown.dispose();
    }
  }

  dispose(): void {
    this.easel.dispose();
    this.objective.dispose();
  }
}

function toTensor(rgb: Floats, { width, height }: Size): tf.Tensor4D {
  return tf.tensor4d(rgb, [1, height, width, 3]);
}

function loaded(easel: Easel, rgb: Floats, size: Size): tf.Tensor4D {
  const picture = toTensor(rgb, size);
  const x = easel.load(picture);
  picture.dispose();
  return x;
}

function styleSizeAt({ width, height }: Size, longSide: number): Size {
  const own = Math.max(width, height);
  const scale = Math.min(longSide, Math.max(own, LEAST_STYLE_SIDE)) / own;
  const side = (length: number) => Math.max(LEAST_STYLE_SIDE / 2, Math.round(length * scale));
  return { width: side(width), height: side(height) };
}
