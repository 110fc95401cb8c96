import { groupsOf, type ConvStep } from './execution-plan';
import type { Tile } from './conv-shader';

/** Gives every layer its tile. */
export type TileChoice = (step: ConvStep) => Tile;

/** For GPUs: workgroups of two warps or one wave, enough registers left to hide latency. */
export const hardwareTile: TileChoice = (step) => tileFor(step, { pixels: 4, groups: 2, x: 8, y: 8 });

/**
 * For adapters that are the CPU: small workgroups, since barriers are expensive there. Longer runs of
 * pixels would be faster at large sizes (8 instead of 4: by a fifth at 256×192) but take half as long
 * again to compile, and such adapters paint at small sizes.
 */
export const softwareTile: TileChoice = (step) => tileFor(step, { pixels: 4, groups: 2, x: 4, y: 4 });

function tileFor({ layer, input, output }: ConvStep, usual: Tile): Tile {
  const groups = groupsOf(layer.out);
  // Every load from a texture, and every bilinear one, is long code; fewer of them compile faster.
  const pixels = input.kind === 'picture' ? 2 : layer.upsample ? 4 : usual.pixels;
  // The last step needs all channels of a pixel in one invocation, for depth-to-space.
  if (output === null) return { ...usual, pixels: Math.min(4, pixels), groups };
  return { ...usual, pixels, groups: groups % usual.groups === 0 ? usual.groups : 1 };
}
