import { groupsOf, type ConvStep } from './execution-plan';

/** How the work of a convolution is cut up; chosen per layer by the tuner. */
export interface Tile {
  /** Output pixels in a row, and rows of them, that one invocation computes; a single one where `staged`. */
  readonly pixels: number;
  readonly rows: number;
  /** All taps of a kernel in one piece of code: less is read, but it takes longer to compile. */
  readonly unrolled: boolean;
  /** Groups of four output channels that one invocation computes. */
  readonly groups: number;
  /** Workgroup size; x × y is a power of two. */
  readonly x: number;
  readonly y: number;
  /** Invocations of a workgroup for the same pixels, each with other output channels; one unless `staged`. */
  readonly z: number;
  /** The workgroup's input goes through its memory, or null: every invocation reads for itself. */
  readonly staged: Staging | null;
}

/** What goes through a workgroup's memory, computed or read once for all of its invocations. */
export interface Staging {
  /** Input groups between two barriers; a divisor of their number. */
  readonly depth: number;
  /** Taps too, not just inputs. */
  readonly taps: boolean;
}

/** Gives every layer its tile. */
export type TileChoice = (step: ConvStep) => Tile;

/** Row and column, within the tile, of every pixel that an invocation computes. */
export function pixelsOf(tile: Tile): { r: number; t: number }[] {
  return Array.from({ length: tile.rows * tile.pixels }, (_, index) => ({
    r: Math.floor(index / tile.pixels),
    t: index % tile.pixels,
  }));
}

/** Invocations of a workgroup. */
export function invocationsOf({ x, y, z }: Tile): number {
  return x * y * z;
}

const ALONE = { z: 1, staged: null } as const;

/** For GPUs, every invocation for itself: workgroups of two warps or one wave, enough registers left to hide latency. */
export const unstagedTile: TileChoice = ({ layer, input, output }) => {
  const groups = groupsOf(layer.out);
  const usual = { ...ALONE, pixels: input.kind === 'picture' ? 2 : 4, rows: 1, unrolled: false, x: 8, y: 8 };
  // The last step needs all channels of a pixel in one invocation, for depth-to-space.
  return { ...usual, groups: output === null ? groups : evenly(groups, 2) };
};

/** Groups from which on a faster layer is worth a second of compiling. */
const WIDE = 16;

/**
 * For adapters that are the CPU: there a load costs as much as dozens of multiplications, so that an
 * invocation computes a square of pixels. Workgroups are small, since barriers are expensive, and flat, since
 * little that divides a width divides a height. Kernels that are read once take half as long again to compile.
 */
export const softwareTile: TileChoice = ({ layer, input, output }) => {
  const groups = groupsOf(layer.out);
  const usual = { ...ALONE, pixels: 4, rows: 2, unrolled: false, groups: evenly(groups, 4), x: 4, y: 1 };
  if (output === null) return { ...usual, pixels: groups === 1 ? 8 : 4, groups };
  if (input.kind === 'picture') return { ...usual, pixels: 8, rows: 4, groups: 1 };
  if (layer.stride > 1 || layer.kernel > 3) return usual;
  const wide = groups >= WIDE && layer.upsample === null;
  return { ...usual, rows: 4, unrolled: true, groups: wide ? evenly(groups, 2) : 1 };
};

/** The largest number up to `most` that divides the groups. */
export function evenly(groups: number, most: number): number {
  for (let count = most; count > 1; count--) if (groups % count === 0) return count;
  return 1;
}
