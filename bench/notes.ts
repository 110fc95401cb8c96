import type { Ceilings } from './ceilings';
import type { Plan } from './plan';

/** What stands above a table. */
export function notesOf(command: string, adapter: string, { rounds }: Plan, ceilings: Ceilings): string {
  const { copy, fma32, fma16 } = ceilings;
  const halves = fma16 === null ? 'no float16' : `${fma16.toFixed(1)} in float16`;
  return (
    `One run of \`${command}\`, ` +
    `engines taking turns, median of up to ${rounds} frames after the first, the device really finished. Adapter: ${adapter}, ` +
    `which copies ${copy.toFixed(1)} GB/s and does ${fma32.toFixed(1)} GFLOP/s of multiply-adds in float32 (${halves}); ` +
    'the roofline is the longer of the two times that convolutions and maps take at these rates. TensorFlow.js has its ' +
    'own operations here. Peak: on the device, until the first frame is done.'
  );
}
