import type { MemoryLimits } from '../optimize/memory';

/** TensorFlow.js on a backend, for work beside the engine. */
export interface Tensors {
  readonly limits: MemoryLimits;
  /** Makes TensorFlow.js compute here; loads it if the engine does without. */
  open(): Promise<void>;
}

const GIB = 2 ** 30;
/** What Chrome tells at most; elsewhere, where nothing is told, a modest machine is assumed. */
const ASSUMED_MEMORY_GIB = 4;
/** The rest is for the system, the page and the engine. */
const SHARE = 0.5;
/** WebAssembly addresses no more than 4 GiB, and what was freed leaves gaps. */
const WASM_BYTES = 2 * GIB;

/** What a graphics card is believed to hold: no interface tells, but it is rarely less than half of the RAM. */
export function graphicsMemory(): number {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return (deviceMemory ?? ASSUMED_MEMORY_GIB) * SHARE * GIB;
}

/** Tensors in RAM, where TensorFlow.js is the engine already. */
export function tensorsInRam(): Tensors {
  const total = Math.min(WASM_BYTES, graphicsMemory());
  return { limits: { total, tensor: total }, open: () => Promise.resolve() };
}
