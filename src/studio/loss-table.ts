import type { OptimizeProgress } from '../protocol/optimize';

const COLUMNS = ['total', 'content', 'style', 'variation'] as const;

/** The losses by iteration as CSV (RFC 4180), a line of names first. */
export function lossTable(history: readonly OptimizeProgress[]): string {
  const lines = history.map(({ iteration, losses }) =>
    [iteration, ...COLUMNS.map((name) => losses[name])].join(','),
  );
  return [['iteration', ...COLUMNS].join(','), ...lines, ''].join('\r\n');
}
