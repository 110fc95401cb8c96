import { fits, stagedTile } from './tile-candidates';
import { unstagedTile, type TileChoice } from './tiles';

/** What every WebGPU device lends a workgroup, at the least. */
const LEAST = { maxComputeWorkgroupStorageSize: 16384, maxComputeInvocationsPerWorkgroup: 256 };

/**
 * For GPUs, until the tuner knows better: small kernels by stages, in workgroups that every device has memory for.
 * Never slower than `unstagedTile` with any layer of `lite` and `standard` on the graphics card that was measured
 * (decision 11).
 */
export const hardwareTile: TileChoice = (step) => {
  const { layer, input } = step;
  if (layer.kernel !== 3 || input.kind === 'picture') return unstagedTile(step);
  const tile = stagedTile(step, { rows: 4, groups: 2, most: 128, depth: 1 });
  return fits(step, tile, 'f32', LEAST) ? tile : unstagedTile(step);
};
