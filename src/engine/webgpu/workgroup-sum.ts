import { times } from './wgsl';

/** Parts of a compute shader that adds vec4s up over its workgroup. */
export interface WorkgroupSum {
  /** What the shader begins with. */
  readonly directive: string;
  /** Parameters of the entry point; `local`, the invocation's index, is among them. */
  readonly parameters: string;
  readonly declaration: string;
  /** Declares, in every invocation, the total of each value. */
  total(value: (index: number) => string, total: (index: number) => string): string;
}

/**
 * @param invocations of the workgroup, a power of two
 * @param count of values that are added up at a time
 * @param subgroup invocations of the smallest subgroup, or null to do without
 */
export function workgroupSum(invocations: number, count: number, subgroup: number | null): WorkgroupSum {
  if (subgroup === null) return treeSum(invocations, count);
  return invocations <= subgroup ? oneSubgroupSum(count) : subgroupsSum(invocations / subgroup, count);
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

/** Every subgroup in registers; only their sums go through memory. */
function subgroupsSum(subgroups: number, count: number): WorkgroupSum {
  return {
    directive: 'enable subgroups;',
    parameters: `${LOCAL}, @builtin(subgroup_invocation_id) lane: u32,
    @builtin(subgroup_id) subgroup: u32, @builtin(num_subgroups) subgroups: u32`,
    declaration: memory(subgroups, count),
    total: (value, total) => `
  ${times(count, (k) => `let ${total(k)}_here = subgroupAdd(${value(k)});`)}
  if (lane == 0u) { ${times(count, (k) => `sums[${k}][subgroup] = ${total(k)}_here;`)} }
  workgroupBarrier();
  ${times(count, (k) => `var ${total(k)} = sums[${k}][0];`)}
  for (var other = 1u; other < subgroups; other++) { ${times(count, (k) => `${total(k)} += sums[${k}][other];`)} }
  ${MEMORY_IS_READ}`,
  };
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
