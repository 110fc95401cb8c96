/** What reports of measurements have in common. */
import { cpus, loadavg, release, totalmem, type as osType } from 'node:os';

export type Row = Readonly<Record<string, string | number>>;

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export function machine(): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cores[0]?.model.trim() ?? 'unknown CPU'}, ${cores.length} cores, ${memory} GB, ${osType()} ${release()}`;
}

/** How busy the machine was with other things; their share is missing in every figure. */
export function load(): string {
  const [, fiveMinutes = 0] = loadavg();
  const busy = fiveMinutes / cpus().length;
  const figure = `load average ${fiveMinutes.toFixed(1)} over five minutes`;
  return busy > 0.5 ? `shared with other programs, ${figure}` : `otherwise idle, ${figure}`;
}

/** A table in Markdown, as Prettier would write it. */
export function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  const widths = names.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
