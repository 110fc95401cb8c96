import * as tf from '@tensorflow/tfjs-core';

/**
 * Makes TensorFlow.js compute with a backend of ours. The packages register factories that would
 * create a device or context of their own; ours replaces them.
 */
export async function useBackend(name: string, factory?: () => tf.KernelBackend): Promise<void> {
  if (factory) {
    const known = tf.findBackendFactory(name) as (() => unknown) | null;
    if (known) tf.removeBackend(name);
    tf.registerBackend(name, factory);
  }
  if (!(await tf.setBackend(name))) throw new Error(`the ${name} backend of TensorFlow.js did not start`);
  await tf.ready();
}
