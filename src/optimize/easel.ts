import * as tf from '@tensorflow/tfjs-core';
import { LUMA } from './colour-statistics';

/**
 * What stands between the values that are descended on (x) and the picture: where only the brightness is
 * painted, x is one channel; where a mask keeps paint away, the photo stays. Everything here is linear,
 * so gradients go back the same way. All tensors are [1, H, W, channels] of one size.
 */
export class Easel {
  private readonly base: tf.Tensor4D;

  /** Takes over both tensors. */
  constructor(
    private readonly photo: tf.Tensor4D,
    private readonly mask: tf.Tensor4D | null,
    private readonly brightnessOnly: boolean,
  ) {
    this.base = this.load(photo);
  }

  /** The x that stands for an RGB picture; the caller's, as all that is returned here. */
  load(rgb: tf.Tensor4D): tf.Tensor4D {
    if (!this.brightnessOnly) return rgb.clone();
    return tf.tidy(() => tf.sum<tf.Tensor4D>(tf.mul(rgb, tf.tensor1d([...LUMA])), 3, true));
  }

  /** What the network sees: RGB. */
  judged(x: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      const mixed = this.mixed(x);
      return this.brightnessOnly ? tf.tile(mixed, [1, 1, 1, 3]) : mixed;
    });
  }

  /** From the gradient with respect to what is judged to that with respect to x. */
  gradient(judged: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      const mixed = this.brightnessOnly ? tf.sum<tf.Tensor4D>(judged, 3, true) : judged.clone();
      return this.mask ? tf.mul<tf.Tensor4D>(mixed, this.mask) : mixed;
    });
  }

  /** What is looked at: RGB 0…1. */
  shown(x: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      const mixed = this.mixed(x);
      const rgb = this.brightnessOnly ? tf.add<tf.Tensor4D>(this.photo, tf.sub(mixed, this.base)) : mixed;
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
