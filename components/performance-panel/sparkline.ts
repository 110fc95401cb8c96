import { svg, type SVGTemplateResult } from 'lit';

const WIDTH = 200;
const HEIGHT = 36;

/** A line over `values`, oldest first, scaled so that `ceiling` touches the top. */
export function sparkline(values: readonly number[], ceiling: number): SVGTemplateResult {
  const top = Math.max(ceiling, ...values, 1);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map(
    (value, i) => `${(i * step).toFixed(1)},${(HEIGHT - (value / top) * HEIGHT).toFixed(1)}`,
  );
  const line = points.join(' ');
  return svg`
    <polygon class="area" points="0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}" />
    <polyline class="line" points=${line} />
  `;
}

export const SPARKLINE_VIEW_BOX = `0 -2 ${WIDTH} ${HEIGHT + 2}`;
