import type { Subgroup } from './dialect';
import { times } from './wgsl';

/** Parts of a compute shader that adds vec4s up over its workgroup, or over each of equal slices of it. */
export interface WorkgroupSum {
  /** What the shader begins with. */
  readonly directive: string;
  /** Parameters of the entry point; `local`, the invocation's index, is among them. */
  readonly parameters: string;
  readonly declaration: string;
  /** Declares, in every invocation, the total of each value. */
  total(value: (index: number) => string, total: (index: number) => string): string;
}

/** Who adds up: `slices` times so many `invocations`, a power of two, that follow each other. */
export interface Summands {
  readonly invocations: number;
  readonly slices: number;
}

/**
 * @param count of values that are added up at a time
 * @param subgroup null to do without
 */
export function workgroupSum(summands: Summands, count: number, subgroup: Subgroup | null): WorkgroupSum {
  const { invocations, slices } = summands;
  if (slices > 1) return slicedSum(summands, count, subgroup);
  if (subgroup === null) return treeSum(invocations, count);
  return invocations <= subgroup.least
    ? oneSubgroupSum(count)
    : subgroupsSum(invocations / subgroup.least, count);
}

/** A subgroup must not reach across slices: that takes one size of subgroups, which divides a slice. */
function slicedSum(summands: Summands, count: number, subgroup: Subgroup | null): WorkgroupSum {
  const { invocations } = summands;
  if (subgroup?.least !== subgroup?.most || !subgroup || invocations % subgroup.most !== 0)
    return slicedTreeSum(summands, count);
  return invocations === subgroup.most
    ? oneSubgroupSum(count)
    : slicedSubgroupsSum(summands, count, subgroup.most);
}

const LOCAL = '@builtin(local_invocation_index) local: u32';

/** Pairs through workgroup memory, with a barrier for every halving. */
function treeSum(invocations: number, count: number): WorkgroupSum {
  return {
    directive: '',
    parameters: LOCAL,
    declaration: memory(invocations, count),
    total: (value, total) => `
  ${times(count, (k) => `sums[${k}][local] = ${value(k)};`)}
  workgroupBarrier();
  for (var step = ${invocations / 2}u; step > 0u; step /= 2u) {
    if (local < step) { ${times(count, (k) => `sums[${k}][local] += sums[${k}][local + step];`)} }
    workgroupBarrier();
  }
  ${times(count, (k) => `let ${total(k)} = sums[${k}][0];`)}
  ${MEMORY_IS_READ}`,
  };
}

/** One value after the other: such workgroups are large, and have other uses for their memory. */
function slicedTreeSum({ invocations, slices }: Summands, count: number): WorkgroupSum {
  const total = (value: string, name: string) => `
  sums[0][local] = ${value};
  workgroupBarrier();
  for (var step = ${invocations / 2}u; step > 0u; step /= 2u) {
    if (local % ${invocations}u < step) { sums[0][local] += sums[0][local + step]; }
    workgroupBarrier();
  }
  let ${name} = sums[0][local - local % ${invocations}u];
  ${MEMORY_IS_READ}`;
  return {
    directive: '',
    parameters: LOCAL,
    declaration: memory(invocations * slices, 1),
    total: (value, name) => times(count, (k) => total(value(k), name(k))),
  };
}

const SUBGROUP_PARAMETERS = `${LOCAL}, @builtin(subgroup_invocation_id) lane: u32,
    @builtin(subgroup_id) subgroup: u32, @builtin(num_subgroups) subgroups: u32`;

/** Every subgroup in registers; only their sums go through memory. */
function subgroupsSum(subgroups: number, count: number): WorkgroupSum {
  return {
    directive: 'enable subgroups;',
    parameters: SUBGROUP_PARAMETERS,
    declaration: memory(subgroups, count),
    total: (value, total) => sumOfSubgroups(count, value, total, '0', 'subgroups'),
  };
}

function slicedSubgroupsSum({ invocations, slices }: Summands, count: number, size: number): WorkgroupSum {
  const each = invocations / size;
  const first = `subgroup - subgroup % ${each}u`;
  return {
    directive: 'enable subgroups;',
    parameters: SUBGROUP_PARAMETERS,
    declaration: memory(each * slices, count),
    total: (value, total) => sumOfSubgroups(count, value, total, first, `${first} + ${each}u`),
  };
}

function sumOfSubgroups(
  count: number,
  value: (index: number) => string,
  total: (index: number) => string,
  first: string,
  end: string,
): string {
  return `
  ${times(count, (k) => `let ${total(k)}_here = subgroupAdd(${value(k)});`)}
  if (lane == 0u) { ${times(count, (k) => `sums[${k}][subgroup] = ${total(k)}_here;`)} }
  workgroupBarrier();
  ${times(count, (k) => `var ${total(k)} = sums[${k}][${first}];`)}
  for (var other = ${first} + 1u; other < ${end}; other++) { ${times(count, (k) => `${total(k)} += sums[${k}][other];`)} }
  ${MEMORY_IS_READ}`;
}

function oneSubgroupSum(count: number): WorkgroupSum {
  return {
    directive: 'enable subgroups;',
    parameters: LOCAL,
    declaration: '',
    total: (value, total) => times(count, (k) => `let ${total(k)} = subgroupAdd(${value(k)});`),
  };
}

function memory(places: number, count: number): string {
  return `var<workgroup> sums: array<array<vec4<f32>, ${places}>, ${count}>;`;
}

/** The next sum may not overwrite what an invocation has still to read. */
const MEMORY_IS_READ = 'workgroupBarrier();';
