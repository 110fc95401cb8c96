/** What a soak found, in report.json and report.md; every test of this folder that ends well replaces its section. */
import path from 'node:path';
import { ROOT } from '../../scripts/paths';
import type { Row } from '../report';
import { type Book, recordIn } from '../sections';

const BOOK: Book = {
  results: path.join(ROOT, 'test', 'soak', 'report.json'),
  page: path.join(ROOT, 'test', 'soak', 'report.md'),
  title: 'Soak',
  preface:
    'Written by `npm run soak`, the last run of every part. One part alone: `npm run soak -- test/soak/media-export -t random`.',
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
