import { stagedBytes } from './conv-staged';
import { groupsOf, type ConvStep } from './execution-plan';
import type { Precision } from './dialect';
import { evenly, invocationsOf, unstagedTile, type Tile } from './tiles';

/** A staged tile as it is wished for; what does not fit a layer is rounded down. */
interface Wish {
  readonly rows: number;
  readonly groups: number;
  /** Most invocations of a workgroup. */
  readonly most: number;
  readonly y: number;
  readonly depth: number;
  readonly taps: boolean;
}

const DEFAULT: Wish = { rows: 8, groups: 2, most: 256, y: 1, depth: 2, taps: true };

/** Ways to cut up a layer by stages, likely the best ones first. */
const WISHES: readonly Partial<Wish>[] = [
  { depth: 1 },
  { groups: 3 },
  { rows: 4, groups: 4, taps: false },
  { rows: 4, groups: 4, most: 128 },
  { rows: 6 },
  { rows: 4 },
  { taps: false },
  { groups: 1 },
  { rows: 4, most: 128, depth: 1 },
  {},
  { rows: 4, groups: 4 },
  { rows: 6, groups: 3 },
  { rows: 6, groups: 4 },
  { most: 128 },
  { groups: 4, most: 128 },
  { y: 2 },
  { rows: 4, groups: 4, y: 2 },
  { depth: 4 },
  { rows: 4, groups: 4, depth: 4 },
  { groups: 4, depth: 1 },
  { rows: 5, groups: 4 },
  { rows: 4, groups: 8, most: 128 },
  { rows: 2, groups: 8 },
  { rows: 4, y: 4, most: 256 },
];

/** Without staging: columns of pixels, which neighbours read side by side. */
const UNSTAGED: readonly Partial<Tile>[] = [
  { pixels: 1, rows: 4, unrolled: true, x: 32, y: 4 },
  { pixels: 1, rows: 8, unrolled: true, x: 32, y: 2 },
];

/** What a device lends a workgroup. */
export type WorkgroupLimits = Pick<
  GPUSupportedLimits,
  'maxComputeWorkgroupStorageSize' | 'maxComputeInvocationsPerWorkgroup'
>;

/** Other tiles than the usual one, likely the best ones first; all of them fit the device. */
export function candidatesOf(
  step: ConvStep,
  usual: Tile,
  precision: Precision,
  limits: WorkgroupLimits,
): Tile[] {
  const unstaged = unstagedTile(step);
  const staged = WISHES.map((wish) => stagedTile(step, wish));
  // Only small kernels are worth unrolling.
  const unrolled = step.layer.kernel === 3 ? UNSTAGED.map((change) => ({ ...unstaged, ...change })) : [];
  const known = new Set([tileName(usual)]);
  return [unstaged, ...staged, ...unrolled].filter((tile) => {
    const name = tileName(tile);
    if (known.has(name) || !fits(step, tile, precision, limits)) return false;
    known.add(name);
    return true;
  });
}

/** A tile by stages that suits the layer. */
export function stagedTile({ layer, output }: ConvStep, wishes: Partial<Wish>): Tile {
  const wish = { ...DEFAULT, ...wishes };
  const outputs = groupsOf(layer.out);
  const groups = output === null ? outputs : evenly(outputs, wish.groups);
  const rows = output === null && outputs === 1 ? wish.rows : Math.min(wish.rows, Math.floor(32 / groups));
  const z = output === null ? 1 : evenly(outputs / groups, wish.most / (32 * wish.y));
  // Few channels: other pixels make the workgroup full.
  const spare = wish.most / (32 * wish.y * z);
  const y = wish.y * (spare >= 4 ? 4 : spare >= 2 ? 2 : 1);
  const staged = { depth: evenly(groupsOf(layer.in), wish.depth), taps: wish.taps };
  return { pixels: 1, rows, unrolled: false, groups, x: 32, y, z, staged };
}

export function fits(step: ConvStep, tile: Tile, precision: Precision, limits: WorkgroupLimits): boolean {
  const invocations = invocationsOf(tile);
  // Statistics are summed in memory where there are no subgroups.
  const sums = step.output === null ? 0 : invocations * (tile.z > 1 ? 1 : tile.groups) * 16;
  const bytes = stagedBytes(step, tile, precision) + sums;
  return (
    invocations <= limits.maxComputeInvocationsPerWorkgroup &&
    (tile.staged === null || bytes <= limits.maxComputeWorkgroupStorageSize)
  );
}

/** Short, for tables and for telling tiles apart. */
export function tileName({ pixels, rows, unrolled, groups, x, y, z, staged }: Tile): string {
  const how =
    staged === null ? (unrolled ? ' unrolled' : '') : ` d${staged.depth}${staged.taps ? ' taps' : ''}`;
  return `${pixels}x${rows} g${groups} ${x}x${y}x${z}${how}`;
}
