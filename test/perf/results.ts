/**
 * What was measured, as a table on the console, in results.json and in docs/performance.md. Every file of this folder
 * measures one section and replaces what was known of it.
 */
import path from 'node:path';
import { ROOT } from '../../scripts/paths';
import type { Row } from '../report';
import { type Book, recordIn } from '../sections';

export type { Row };

const BOOK: Book = {
  results: path.join(ROOT, 'test', 'perf', 'results.json'),
  page: path.join(ROOT, 'docs', 'performance.md'),
  title: 'Performance',
  preface:
    'Written by `npm run perf` and `npm run bench`, which are no part of `npm test`; the numbers are in `test/perf/results.json` too. On Linux ' +
    'without a GPU, WebGPU and WebGL run on SwiftShader, on the CPU: their figures say that it works, not how fast ' +
    'a GPU is. What an NVIDIA H100 makes of it comes first: `npm run bench -- --runtime node` where there is a GPU but no ' +
    'browser, packed and run as bench/gpu.sh says; what single layers took on one stands in ' +
    'docs/decisions/0011-kernels-by-measurement.md. `npm run bench` is the comparison in a browser, in one command. ' +
    'Of figures that are compared, each pair comes from one run.',
};

/** Keeps a section's rows; `id` names it for ever. */
export function record(
  id: string,
  title: string,
  notes: string,
  browser: string,
  rows: readonly Row[],
): void {
  recordIn(BOOK, id, title, notes, browser, rows);
}

export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
