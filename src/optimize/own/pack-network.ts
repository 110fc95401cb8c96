import type { OwnNetwork } from '../../protocol/optimize';
import { writeNetworkFile } from '../network-file';
import { readKerasFile, type ConvolutionWeights } from './keras-file';

/** What Keras's VGGs were trained on: BGR 0…255 minus the mean of ImageNet. */
const INPUT = { order: 'BGR', scale: 255, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] } as const;

/** Turns a VGG16 or VGG19 of Keras (`.h5`) into our own layout. Throws `ImpastoError` `network-unsuitable`. */
export function packNetwork(bytes: ArrayBuffer): OwnNetwork {
  const { name, layers } = readKerasFile(bytes);
  const specs = layers.map(({ name, in: inputs, out }) => ({
    name,
    in: inputs,
    out,
    kernel: 3,
    poolBefore: name.endsWith('_conv1') && name !== 'block1_conv1',
  }));
  const weights = new Map(layers.flatMap(namedArrays));
  const parameters = [...weights.values()].reduce((sum, array) => sum + array.length, 0);
  return { name, parameters, weights: writeNetworkFile({ input: INPUT, layers: specs }, weights) };
}

function namedArrays({ name, kernel, bias }: ConvolutionWeights): [string, Float32Array][] {
  return [
    [`${name}/kernel`, kernel],
    [`${name}/bias`, bias],
  ];
}
