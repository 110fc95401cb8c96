import { candidatesOf } from '../../../src/engine/webgpu/tile-candidates';
import { hardwareTile } from '../../../src/engine/webgpu/hardware-tile';
import type { TileChoice } from '../../../src/engine/webgpu/tiles';

/** What graphics cards lend, so that nothing is left out; what is cut down fits every device. */
const LIMITS = { maxComputeWorkgroupStorageSize: 49152, maxComputeInvocationsPerWorkgroup: 256 };

/**
 * Tiles that go through workgroup memory, another one for every seed and layer. Workgroups and columns are cut down, so
 * that processors compile them in seconds; several channel blocks and a part of a workgroup beyond the edge remain.
 */
export function stagedTile(seed: number): TileChoice {
  return (step) => {
    const staged = candidatesOf(step, hardwareTile(step), 'f32', LIMITS).filter((tile) => tile.staged);
    const tile = staged[(seed * 7 + step.layer.name.length) % staged.length];
    if (!tile) throw new Error(`${step.layer.name} cannot be staged`);
    return { ...tile, rows: Math.min(tile.rows, 3), x: 8, y: Math.min(tile.y, 2), z: Math.min(tile.z, 3) };
  };
}
