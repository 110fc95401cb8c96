/** The order of work, and what comes of it; where the engines run is not known here. */
import type { NetworkSpec } from '../src/network/spec';
import type { Size } from '../src/protocol/quality';
import type { Row } from '../test/report';
import type { Ceilings } from './ceilings';
import { CONTENDERS, type Cell, type ContenderId } from './contender';
import type { Plan } from './plan';
import { workOf } from './work';

/** Where engines are opened and given turns; rejects with the reason where one does not run. */
export interface Host {
  open(id: ContenderId, cell: Cell): Promise<{ readonly firstFrame: number }>;
  turn(id: ContenderId): Promise<number>;
  peak(id: ContenderId): Promise<number | null>;
  close(): Promise<void>;
}

/** One engine with one network at one size; `problem` says why there are no figures. */
export interface Figure {
  readonly id: ContenderId;
  readonly cell: Cell;
  /** Median ms a frame. */
  readonly ms: number | null;
  readonly firstFrame: number | null;
  readonly peakBytes: number | null;
  readonly problem: string | null;
}

/** Turns that every engine gets. */
const FEWEST = 5;
const TOO_LONG = 'would take too long';

export async function measure(host: Host, plan: Plan): Promise<Figure[]> {
  const { tiers, sizes, longest } = plan;
  const figures: Figure[] = [];
  for (const tier of tiers) {
    for (const size of sizes) {
      const cell = { tier, size };
      const found = await measureCell(host, cell, plan, (id) => {
        const smaller = figures.filter((figure) => figure.id === id && figure.cell.tier === tier).at(-1);
        if (!smaller) return true;
        if (smaller.ms === null) return smaller.problem !== TOO_LONG;
        return smaller.ms * (area(size) / area(smaller.cell.size)) <= longest;
      });
      figures.push(...found);
      for (const { id, ms, problem } of found) {
        console.log(
          `${tier} ${size.width}×${size.height} ${id}: ${ms === null ? problem : `${ms.toFixed(1)} ms`}`,
        );
      }
    }
  }
  return figures;
}

async function measureCell(
  host: Host,
  cell: Cell,
  { rounds, enough }: Plan,
  worthIt: (id: ContenderId) => boolean,
): Promise<Figure[]> {
  const open = new Map<ContenderId, { firstFrame: number; times: number[] }>();
  const figures = new Map<ContenderId, Figure>();
  const leaveOut = (id: ContenderId, problem: string) => {
    open.delete(id);
    figures.set(id, { id, cell, ms: null, firstFrame: null, peakBytes: null, problem });
  };
  // An engine that fails, at whatever point, must not cost the figures of the others.
  const attempt = (id: ContenderId, work: () => Promise<void>) =>
    work().catch((error: unknown) => {
      leaveOut(id, reasonOf(error));
    });
  for (const { id } of CONTENDERS) {
    if (!worthIt(id)) leaveOut(id, TOO_LONG);
    else {
      await attempt(id, async () => {
        open.set(id, { firstFrame: (await host.open(id, cell)).firstFrame, times: [] });
      });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const [id, { times }] of [...open]) {
      const spent = times.reduce((sum, time) => sum + time, 0);
      if (times.length >= FEWEST && spent >= enough) continue;
      await attempt(id, async () => void times.push(await host.turn(id)));
    }
  }
  for (const [id, { firstFrame, times }] of [...open]) {
    await attempt(id, async () => {
      const peakBytes = await host.peak(id);
      figures.set(id, { id, cell, ms: median(times), firstFrame, peakBytes, problem: null });
    });
  }
  await host.close().catch((error: unknown) => {
    console.warn(`Closing failed: ${reasonOf(error)}`);
  });
  return CONTENDERS.flatMap(({ id }) => figures.get(id) ?? []);
}

/** The first line of what was thrown, without what the way here has put before it. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.replace(/^.*Error: /, '') ?? text;
}

/** A table of a network: an engine and size a row. */
export function rowsOf(figures: readonly Figure[], spec: NetworkSpec, ceilings: Ceilings): Row[] {
  const ofTier = figures.filter(({ cell }) => cell.tier === spec.tier);
  return ofTier.map(({ id, cell, ms, firstFrame, peakBytes, problem }) => {
    const work = workOf(spec, cell.size);
    const onDevice = id.startsWith('ours') || id.endsWith('webgpu');
    const rate = (id === 'ours-f16' ? ceilings.fma16 : null) ?? ceilings.fma32;
    const bytes = id === 'ours-f16' ? work.bytes / 2 : work.bytes;
    const roofline = Math.max(work.flop / rate, bytes / ceilings.copy) / 1e6;
    const base = ofTier.find((other) => other.id === 'ours' && sameSize(other.cell.size, cell.size))?.ms;
    const of = (value: number | null, show: (value: number) => string) =>
      value === null ? 'n/a' : show(value);
    return {
      size: `${cell.size.width}×${cell.size.height}`,
      engine: CONTENDERS.find((contender) => contender.id === id)?.title ?? id,
      'ms a frame': of(ms, (value) => value.toFixed(value < 10 ? 2 : 0)),
      'times ours': of(ms, (value) => (base ? (value / base).toFixed(2) : 'n/a')),
      'GFLOP/s': of(ms, (value) => (work.flop / value / 1e6).toFixed(1)),
      '% of roofline': onDevice ? of(ms, (value) => ((100 * roofline) / value).toFixed(0)) : 'n/a',
      'peak MB': of(peakBytes, (value) => (value / 2 ** 20).toFixed(1)),
      'first frame s': of(firstFrame, (value) => (value / 1000).toFixed(2)),
      remark: problem ?? '',
    };
  });
}

function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

function area({ width, height }: Size): number {
  return width * height;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
