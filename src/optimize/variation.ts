import * as tf from '@tensorflow/tfjs-core';

type Axis = 1 | 2;

/** Mean squared difference of neighbours, horizontal plus vertical, of [1, H, W, C]. */
export function variation(picture: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => {
    const along = (axis: Axis) => tf.mean<tf.Scalar>(tf.square(differences(picture, axis)));
    return tf.add(along(1), along(2));
  });
}

/** Gradient of `variation`, in the shape of the picture. */
export function variationGradient(picture: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const along = (axis: Axis) => {
      const steps = differences(picture, axis);
      // Each difference pulls its two pixels towards each other.
      return tf.mul<tf.Tensor4D>(
        tf.sub(padded(steps, axis, 1, 0), padded(steps, axis, 0, 1)),
        2 / steps.size,
      );
    };
    return tf.add(along(1), along(2));
  });
}

/** Every pixel but the first minus the one before it. */
function differences(picture: tf.Tensor4D, axis: Axis): tf.Tensor4D {
  const size = [...picture.shape] as [number, number, number, number];
  size[axis] -= 1;
  const second: [number, number, number, number] = [0, 0, 0, 0];
  second[axis] = 1;
  return tf.sub(tf.slice(picture, second, size), tf.slice(picture, [0, 0, 0, 0], size));
}

function padded(x: tf.Tensor4D, axis: Axis, before: number, after: number): tf.Tensor4D {
  const none: [number, number] = [0, 0];
  const side: [number, number] = [before, after];
  return tf.pad4d(x, axis === 1 ? [none, side, none, none] : [none, none, side, none]);
}
