/** What maps and weights are kept and multiplied in; sums are always float32. */
export type Precision = 'f32' | 'f16';

/** What our shaders make use of where a device has it. */
export interface Dialect {
  readonly precision: Precision;
  /** Subgroups, over which sums are formed without memory; null to do without. */
  readonly subgroup: Subgroup | null;
}

/** Invocations of the smallest and of the largest subgroup. */
export interface Subgroup {
  readonly least: number;
  readonly most: number;
}

/** What every device understands. */
export const PLAIN_DIALECT: Dialect = { precision: 'f32', subgroup: null };

/** What is looked at of a device; Safari 26.0 and older Chrome have no `adapterInfo`. */
type Abilities = Pick<GPUDevice, 'features'> & Partial<Pick<GPUDevice, 'adapterInfo'>>;

/** Those that a device understands, the fastest first. */
export function dialectsOf({ features, adapterInfo }: Abilities): Dialect[] {
  const precisions: readonly Precision[] = features.has('shader-f16') ? ['f16', 'f32'] : ['f32'];
  // An invocation that does not know its subgroup's number has nowhere to leave a sum.
  const numbered = navigator.gpu.wgslLanguageFeatures.has('subgroup_id');
  const known = features.has('subgroups') && numbered && adapterInfo;
  const subgroups = known ? [{ least: known.subgroupMinSize, most: known.subgroupMaxSize }, null] : [null];
  return precisions.flatMap((precision) => subgroups.map((subgroup) => ({ precision, subgroup })));
}

/** Bytes of four values. */
export function vectorBytes(precision: Precision): number {
  return precision === 'f16' ? 8 : 16;
}
