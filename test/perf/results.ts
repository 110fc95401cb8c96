/**
 * What was measured, as a table on the console, in results.json and in docs/performance.md. Every file of this folder
 * measures one section and replaces what was known of it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type as osType } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../scripts/paths';

const RESULTS = path.join(ROOT, 'test', 'perf', 'results.json');
const PAGE = path.join(ROOT, 'docs', 'performance.md');

export type Row = Readonly<Record<string, string | number>>;

interface Section {
  readonly title: string;
  readonly notes: string;
  readonly rows: readonly Row[];
  readonly date: string;
  readonly machine: string;
  readonly browser: string;
  readonly load: string;
}

type Sections = Record<string, Section>;

function read(): Sections {
  return existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Sections) : {};
}

function machine(): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cores[0]?.model.trim() ?? 'unknown CPU'}, ${cores.length} cores, ${memory} GB, ${osType()} ${release()}`;
}

/** How busy the machine was with other things; their share is missing in every figure. */
function load(): string {
  const [, fiveMinutes = 0] = loadavg();
  const busy = fiveMinutes / cpus().length;
  const figure = `load average ${fiveMinutes.toFixed(1)} over five minutes`;
  return busy > 0.5 ? `shared with other programs, ${figure}` : `otherwise idle, ${figure}`;
}

/** Keeps a section's rows; `id` names it for ever. */
export function record(
  id: string,
  title: string,
  notes: string,
  browser: string,
  rows: readonly Row[],
): void {
  const section = {
    title,
    notes,
    rows,
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    browser,
    load: load(),
  };
  console.table(rows);
  const sections = { ...read(), [id]: section };
  writeFileSync(RESULTS, `${JSON.stringify(sections, null, 2)}\n`);
  writeFileSync(PAGE, page(Object.values(sections)));
}

function page(sections: readonly Section[]): string {
  return (
    [
      '# Performance',
      'Written by `npm run perf`, which is no part of `npm test`; the numbers are in `test/perf/results.json` too. On Linux ' +
        'without a GPU, WebGPU and WebGL run on SwiftShader, on the CPU: their figures say that it works, not how fast ' +
        'a GPU is. Of figures that are compared, each pair comes from one run.',
      ...sections.map(describe),
    ].join('\n\n') + '\n'
  );
}

function describe({ title, notes, rows, date, machine, browser, load }: Section): string {
  return [`## ${title}`, notes, table(rows), `${date}, Chromium ${browser}. ${machine}; ${load}.`].join(
    '\n\n',
  );
}

/** As Prettier would write it. */
function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  const widths = names.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
