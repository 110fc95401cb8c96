import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { File as HdfFile, ready, type Group } from 'h5wasm/node';

const CHANNELS = [64, 128, 256, 512, 512];

/** How a file made by `kerasFile` differs from the official VGG16 without its top. */
export interface KerasFileOptions {
  readonly convolutions?: readonly number[];
  /** Names as newer versions of Keras nest them, in a file of the whole model. */
  readonly wholeModel?: boolean;
  readonly without?: string;
  /** Layer whose kernel is written with another order of its sides. */
  readonly turned?: string;
}

/** The value that `kerasFile` writes at an index of a kernel. */
export function kernelValue(index: number): number {
  return Math.fround(((index % 997) - 498) / 4096);
}

/** A file in Keras's layout, made by another library than the one that reads it. */
export async function kerasFile(options: KerasFileOptions = {}): Promise<ArrayBuffer> {
  await ready;
  const folder = mkdtempSync(join(tmpdir(), 'impasto-keras-'));
  const path = join(folder, 'vgg.h5');
  try {
    const file = new HdfFile(path, 'w');
    writeLayers(options.wholeModel ? file.create_group('model_weights') : file, options);
    file.close();
    const bytes = readFileSync(path);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeLayers(root: Group, options: KerasFileOptions): void {
  const { convolutions = [2, 2, 3, 3, 3], without, turned, wholeModel } = options;
  let channels = 3;
  convolutions.forEach((count, block) => {
    for (let index = 1; index <= count; index++) {
      const name = `block${block + 1}_conv${index}`;
      const out = CHANNELS[block] ?? 0;
      const shape = name === turned ? [out, channels, 3, 3] : [3, 3, channels, out];
      if (name !== without) writeLayer(root.create_group(name), name, shape, out, wholeModel === true);
      channels = out;
    }
  });
}

/** A loop, since `Float32Array.from` takes seconds for millions. */
function kernelValues(size: number): Float32Array {
  const values = new Float32Array(size);
  for (let index = 0; index < size; index++) values[index] = kernelValue(index);
  return values;
}

function writeLayer(group: Group, name: string, shape: number[], out: number, wholeModel: boolean): void {
  const parent = wholeModel ? group.create_group(name) : group;
  const size = shape.reduce((product, side) => product * side, 1);
  parent.create_dataset({
    name: wholeModel ? 'kernel:0' : `${name}_W_1:0`,
    data: kernelValues(size),
    shape,
    dtype: '<f4',
  });
  parent.create_dataset({
    name: wholeModel ? 'bias:0' : `${name}_b_1:0`,
    data: Float32Array.from({ length: out }, (_, index) => index),
    shape: [out],
    dtype: '<f4',
  });
}
