import type { Precision } from '../src/engine/webgpu/dialect';
import type { Ceilings } from './ceilings';
import type { FrameTime } from './kernel-frames';
import { isRight, type Measured } from './kernel-jobs';

const SHOWN = 3;
/** Lines, and so the layers of all networks at one size in the best precision. */
const IMPORTANT = 28;

/** Wrong tiles, the best of every kind, and whole frames. */
export function kernelTable(
  measured: readonly Measured[],
  frames: readonly FrameTime[],
  ceilings: Ceilings,
): string {
  const wrong = measured
    .filter((one) => !isRight(one))
    .map(
      ({ tier, kind, precision, name, difference }) =>
        `WRONG ${tier} ${kind} ${precision} ${name}: ${difference?.toExponential(1) ?? ''}`,
    );
  const lines = kindLines(measured, ceilings);
  // The most important kinds come first, and who reads only the end shall see them too.
  return [...lines.slice(IMPORTANT), ...wrong, ...frames.map(frameLine), ...lines.slice(0, IMPORTANT)].join(
    '\n',
  );
}

function kindLines(measured: readonly Measured[], ceilings: Ceilings): string[] {
  const kinds = new Map<string, Measured[]>();
  for (const one of measured) {
    const { tier, size, precision, kind } = one;
    const name = `${tier} ${size.width}x${size.height} ${precision} ${kind}`;
    kinds.set(name, [...(kinds.get(name) ?? []), one]);
  }
  return [...kinds].map(([kind, of]) => {
    const usual = of.find((one) => one.usual);
    const best = of
      .filter(isRight)
      .sort((a, b) => a.ms - b.ms)
      .slice(0, SHOWN)
      .map((one) => `${one.ms.toFixed(3)} [${one.name}] ${percent(one, ceilings)}`);
    return `${kind}: usual ${usual?.ms.toFixed(3) ?? '?'}; ${best.join('; ')}`;
  });
}

function percent({ gflops, precision }: Measured, ceilings: Ceilings): string {
  return `${((100 * gflops) / rateOf(ceilings, precision)).toFixed(0)}%`;
}

function rateOf({ fma16, fma32 }: Ceilings, precision: Precision): number {
  return (precision === 'f16' ? fma16 : null) ?? fma32;
}

function frameLine({ tier, size, precision, tiles, ms, layers }: FrameTime): string {
  const sum = layers.reduce((all, layer) => all + layer.ms, 0);
  const each =
    tiles === 'best' && precision === 'f16'
      ? layers.map(({ name, ms: alone }) => `${name} ${alone.toFixed(2)}`).join(' ')
      : '';
  return `frame ${tier} ${size.width}x${size.height} ${precision} ${tiles}: ${ms.toFixed(2)} ms, convolutions ${sum.toFixed(2)} (${each})`;
}
