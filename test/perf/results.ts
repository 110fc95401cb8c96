/**
 * What was measured, as a table on the console, in results.json and in docs/performance.md. Every file of this folder
 * measures one section and replaces what was known of it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/paths';
import { load, machine, table, today, type Row } from '../report';

export type { Row };

const RESULTS = path.join(ROOT, 'test', 'perf', 'results.json');
const PAGE = path.join(ROOT, 'docs', 'performance.md');

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
    date: today(),
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

export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
