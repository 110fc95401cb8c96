import type { Losses, OptimizeProgress } from '../../src/protocol/optimize';
import { count } from '../shared/format';

/** Three digits, whatever the size: "12.3", "0.0451", "2.1e-6". */
export function lossText(loss: number): string {
  if (loss === 0) return '0';
  if (Math.abs(loss) < 1e-4 || Math.abs(loss) >= 1e6) return loss.toExponential(1);
  return String(Number(loss.toPrecision(3)));
}

const allText = ({ total, content, style }: Losses): string =>
  `total ${lossText(total)}, content ${lossText(content)}, style ${lossText(style)}`;

/** What a plot of the losses shows, in words. */
export function lossSentence(history: readonly OptimizeProgress[]): string {
  const [first] = history;
  const last = history.at(-1);
  if (!first || !last) return 'Nothing was painted yet.';
  const now = `After ${count(last.iteration, 'iteration')}: ${allText(last.losses)}.`;
  return first === last ? now : `${now} At the beginning: ${allText(first.losses)}.`;
}
