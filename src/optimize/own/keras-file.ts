import { Dataset, File as HdfFile, type Group } from 'jsfive';
import { ImpastoError } from '../../protocol/errors';
import type { LayerName } from '../../protocol/optimize';

export interface ConvolutionWeights {
  readonly name: LayerName;
  /** Channels in and out of a 3×3 convolution. */
  readonly in: number;
  readonly out: number;
  /** 3×3×in×out, row-major. */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

export interface KerasNetwork {
  readonly name: 'VGG16' | 'VGG19';
  /** Up to block5_conv1, in order. */
  readonly layers: readonly ConvolutionWeights[];
}

/** Channels of the five blocks of a VGG (Simonyan and Zisserman 2015). */
const CHANNELS = [64, 128, 256, 512, 512] as const;
const CONVOLUTIONS = { VGG16: [2, 2, 3, 3, 1], VGG19: [2, 2, 4, 4, 1] } as const;
/** Where Keras puts the layers: in files of weights, and in files of whole models. */
const ROOTS = ['/', '/model_weights'] as const;

/**
 * Reads a VGG16 or VGG19 as Keras saves it (`.h5`, with or without its top) and checks it layer by
 * layer. Throws `ImpastoError` `network-unsuitable` with a sentence that names what is wrong.
 */
export function readKerasFile(bytes: ArrayBuffer): KerasNetwork {
  const root = openFile(bytes);
  const name = groupIn(root, 'block3_conv4') ? 'VGG19' : 'VGG16';
  const layers: ConvolutionWeights[] = [];
  let channels = 3;
  for (const [block, count] of CONVOLUTIONS[name].entries()) {
    const out = CHANNELS[block] ?? 0;
    for (let index = 1; index <= count; index++) {
      layers.push(readLayer(root, `block${block + 1}_conv${index}` as LayerName, channels, out));
      channels = out;
    }
  }
  return { name, layers };
}

function openFile(bytes: ArrayBuffer): Group {
  let file: HdfFile;
  try {
    file = new HdfFile(bytes, 'network');
  } catch (error) {
    throw unsuitable('This is not an HDF5 file, which Keras saves networks in.', String(error));
  }
  for (const path of ROOTS) {
    const root = path === '/' ? file : groupIn(file, path.slice(1));
    if (root && groupIn(root, 'block1_conv1')) return root;
  }
  throw unsuitable('This file holds no layer named block1_conv1, so it is not a VGG16 or VGG19 of Keras.');
}

function readLayer(root: Group, name: LayerName, inputs: number, outputs: number): ConvolutionWeights {
  const group = groupIn(root, name);
  if (!group) throw unsuitable(`The layer ${name} is missing from this file.`);
  const arrays = datasetsIn(group);
  const kernel = arrays.find(({ shape }) => shape.length === 4);
  const bias = arrays.find(({ shape }) => shape.length === 1);
  return {
    name,
    in: inputs,
    out: outputs,
    kernel: valuesOf(kernel, [3, 3, inputs, outputs], `kernel of ${name}`),
    bias: valuesOf(bias, [outputs], `bias of ${name}`),
  };
}

function valuesOf(array: Dataset | undefined, shape: readonly number[], what: string): Float32Array {
  if (!array) throw unsuitable(`The ${what} is missing from this file.`);
  if (String(array.shape) !== String(shape)) {
    throw unsuitable(`The ${what} is ${array.shape.join('×')}, where a VGG has ${shape.join('×')}.`);
  }
  const values = Float32Array.from(readValues(array, what));
  if (!values.every(Number.isFinite)) throw unsuitable(`The ${what} holds values that are no numbers.`);
  return values;
}

function readValues(array: Dataset, what: string): readonly number[] {
  try {
    return array.value;
  } catch (error) {
    throw unsuitable(`The ${what} cannot be read; the file is damaged.`, String(error));
  }
}

/** All arrays below a group: Keras nests them differently from version to version. */
function datasetsIn(group: Group): Dataset[] {
  return group.keys.flatMap((key) => {
    const child = group.get(key);
    if (child instanceof Dataset) return [child];
    return child ? datasetsIn(child) : [];
  });
}

function groupIn(group: Group, name: string): Group | null {
  if (!group.keys.includes(name)) return null;
  const child = group.get(name);
  return child instanceof Dataset ? null : child;
}

function unsuitable(what: string, detail?: string): ImpastoError {
  return new ImpastoError(
    'network-unsuitable',
    `${what} Choose a VGG16 or VGG19 that Keras saved as .h5 (“notop” is enough), or use the network that is built in.`,
    detail,
  );
}
