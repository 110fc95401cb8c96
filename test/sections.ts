/** Measurements by section, as JSON for machines and a page for people; a run replaces the sections it measures. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { load, machine, table, today, type Row } from './report';

interface Section {
  readonly title: string;
  readonly notes: string;
  readonly rows: readonly Row[];
  readonly date: string;
  readonly machine: string;
  /** The version of Chromium, or what else it ran in. */
  readonly browser: string;
  readonly load: string;
}

type Sections = Record<string, Section>;

export interface Book {
  /** Where the figures are kept. */
  readonly results: string;
  /** Where they can be read. */
  readonly page: string;
  readonly title: string;
  readonly preface: string;
}

/** Keeps a section's rows; `id` names it for ever. */
export function recordIn(
  book: Book,
  id: string,
  title: string,
  notes: string,
  browser: string,
  rows: readonly Row[],
): void {
  const section = { title, notes, rows, date: today(), machine: machine(), browser, load: load() };
  console.table(rows);
  const sections: Sections = { ...read(book.results), [id]: section };
  writeFileSync(book.results, `${JSON.stringify(sections, null, 2)}\n`);
  writePage(book);
}

/** The page anew, from the figures that are kept. */
function writePage({ results, page, title, preface }: Book): void {
  const sections = Object.values(read(results)).map(describe);
  writeFileSync(page, [`# ${title}`, preface, ...sections].join('\n\n') + '\n');
}

function read(results: string): Sections {
  return existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Sections) : {};
}

function describe({ title, notes, rows, date, machine, browser, load }: Section): string {
  const where = /^\d/.test(browser) ? `Chromium ${browser}` : browser;
  return [`## ${title}`, notes, table(rows), `${date}, ${where}. ${machine}; ${load}.`].join('\n\n');
}
