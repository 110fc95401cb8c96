import { ImpastoError } from '../protocol/errors';
import type { LayerName, MemoryEstimate, OptimizeSettings } from '../protocol/optimize';
import type { Size } from '../protocol/quality';
import { workingSize } from '../shared/working-size';

const LADDER = [2048, 1536, 1024, 768, 512, 384, 256, 192, 128] as const;
const FLOAT_BYTES = 4;
const MIB = 2 ** 20;

/** Channels of the blocks, as a multiple of the first's: those of VGG. */
const BLOCKS = [1, 2, 4, 8, 8] as const;
const FIRST_CHANNELS = { 'built-in': 16, vgg: 64 } as const;
/** Kernels, forward and back, as far as block5_conv1. */
const WEIGHT_BYTES = { 'built-in': 5 * MIB, vgg: 100 * MIB } as const;
/** Convolutions before the deepest layer of a block that anything looks at: VGG19 has the most. */
const CONVOLUTIONS = [2, 2, 4, 4, 4] as const;
/** Maps of the largest layer that are there at once on the way back. */
const BACKWARD_MAPS = 4;
/** Pictures' worth of tensors that every optimizer keeps, the photo, x and their like included. */
const PICTURES: Readonly<Record<OptimizeSettings['optimizer'], number>> = { adam: 14, sgd: 12, lbfgs: 58 };

/** What there is to compute in. */
export interface MemoryLimits {
  /** Bytes of tensors that the backend is believed to hold. */
  readonly total: number;
  /** Bytes of the largest single tensor. */
  readonly tensor: number;
}

/** What a job will need at its largest, and the largest size that fits. */
export function estimateMemory(
  photo: Size,
  settings: OptimizeSettings,
  network: keyof typeof FIRST_CHANNELS,
  limits: MemoryLimits,
): MemoryEstimate {
  const needs = (longSide: number) => {
    const size = workingSize(photo, longSide);
    return { size, ...bytesFor(size, settings, network) };
  };
  const fits = ({ total, tensor }: MemoryLimits) => total <= limits.total && tensor <= limits.tensor;
  const wanted = needs(settings.longSide);
  // A tensor that is too large is told as memory that is too small.
  const limit = wanted.tensor <= limits.tensor ? limits.total : Math.min(limits.total, wanted.total - 1);
  const largestSide = LADDER.find((side) => fits(needs(side))) ?? null;
  return { size: wanted.size, bytes: wanted.total, limit, largestSide };
}

/** Throws `ImpastoError` `optimize-memory`, with a size that fits if there is one, if the job does not. */
export function requireMemory({ size, bytes, limit, largestSide }: MemoryEstimate): void {
  if (bytes <= limit) return;
  const wayOut =
    largestSide === null
      ? 'No smaller size fits either; the network that is built in takes less.'
      : `${largestSide} pixels on the long side will fit.`;
  throw new ImpastoError(
    'optimize-memory',
    `Painting at ${size.width} × ${size.height} needs about ${Math.ceil(bytes / MIB)} MB of memory, more than there is here (${Math.floor(limit / MIB)} MB). ${wayOut}`,
  );
}

function bytesFor(
  size: Size,
  { contentLayer, styleLayers, optimizer }: OptimizeSettings,
  network: keyof typeof FIRST_CHANNELS,
): MemoryLimits {
  const firstChannels = FIRST_CHANNELS[network];
  const layers: LayerName[] = [contentLayer, ...(Object.keys(styleLayers) as LayerName[])];
  const blocks = Math.max(...layers.map((name) => Number(name.charAt('block'.length))));
  const pixels = size.width * size.height * FLOAT_BYTES;
  const largest = pixels * firstChannels;
  let maps = 0;
  for (let block = 0; block < blocks; block++) {
    const here = (pixels / 4 ** block) * firstChannels;
    const deepest = block === blocks - 1 ? deepestOf(layers, blocks) : CONVOLUTIONS[block];
    maps += here * (BLOCKS[block] ?? 0) * (deepest ?? 0);
    // The pooling before it.
    if (block > 0) maps += here * (BLOCKS[block - 1] ?? 0);
  }
  const total = WEIGHT_BYTES[network] + maps + BACKWARD_MAPS * largest + PICTURES[optimizer] * 3 * pixels;
  return { total: Math.ceil(total), tensor: largest };
}

function deepestOf(layers: readonly LayerName[], block: number): number {
  const inBlock = layers.filter((name) => name.startsWith(`block${block}_`));
  return Math.max(...inBlock.map((name) => Number(name.charAt(name.length - 1))));
}
