import * as tf from '@tensorflow/tfjs-core';
import type { ColourSpace } from './colour-space';

/**
 * What stands between the values that are descended on (x) and the picture: x may be of another colour
 * space, and where a mask keeps paint away, the photo stays. Everything here is affine, so gradients go
 * back the same way. All tensors are [1, H, W, channels] of one size.
 */
export class Easel {
  private readonly base: tf.Tensor4D;

  /** Takes over both tensors. */
  constructor(
    private readonly photo: tf.Tensor4D,
    private readonly mask: tf.Tensor4D | null,
    /** Null where x is the picture itself. */
    private readonly space: ColourSpace | null,
  ) {
    this.base = this.load(photo);
  }

  /** The x that stands for an RGB picture; the caller's, as all that is returned here. */
  load(rgb: tf.Tensor4D): tf.Tensor4D {
    const { space } = this;
    if (!space) return rgb.clone();
    return tf.tidy(() =>
      tf.add<tf.Tensor4D>(times(rgb, space.to, space.channels), tf.tensor1d([...space.offset])),
    );
  }

  /** What the network sees: three channels. */
  judged(x: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      const mixed = this.mixed(x);
      return this.space?.channels === 1 ? tf.tile(mixed, [1, 1, 1, 3]) : mixed;
    });
  }

  /** From the gradient with respect to what is judged to that with respect to x. */
  gradient(judged: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      const one = this.space?.channels === 1;
      const mixed = one ? tf.sum<tf.Tensor4D>(judged, 3, true) : judged.clone();
      return this.mask ? tf.mul<tf.Tensor4D>(mixed, this.mask) : mixed;
    });
  }

  /** What is looked at: RGB 0…1. */
  shown(x: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      const mixed = this.mixed(x);
      const { space } = this;
      const rgb = space
        ? tf.add<tf.Tensor4D>(this.photo, times(tf.sub(mixed, this.base), space.back, 3))
        : mixed;
      return tf.clipByValue<tf.Tensor4D>(rgb, 0, 1);
    });
  }

  dispose(): void {
    tf.dispose([this.photo, this.base]);
    this.mask?.dispose();
  }

  private mixed(x: tf.Tensor4D): tf.Tensor4D {
    if (!this.mask) return x.clone();
    return tf.add(this.base, tf.mul(tf.sub(x, this.base), this.mask));
  }
}

/** The channels of every pixel, times a matrix that is given row by row. */
function times(pixels: tf.Tensor4D, matrix: readonly number[], columns: number): tf.Tensor4D {
  const [batch, height, width, channels] = pixels.shape;
  const rows = tf.reshape(pixels, [batch * height * width, channels]);
  const mapped = tf.matMul(rows, tf.tensor2d([...matrix], [channels, columns]));
  return tf.reshape(mapped, [batch, height, width, columns]);
}
