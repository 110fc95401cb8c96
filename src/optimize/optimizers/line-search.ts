/** A point on the line: how far along, the value there, and its derivative along the line. */
export interface LinePoint {
  readonly at: number;
  readonly value: number;
  readonly slope: number;
}

export interface LineSearchOptions {
  /** Length of the first step that is tried. */
  readonly first: number;
  /** Steps are not told apart below this length. */
  readonly shortest: number;
}

/** Sufficient decrease and curvature of the strong Wolfe conditions. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MAX_STEPS = 25;

/**
 * A point that satisfies the strong Wolfe conditions, bracketed and then closed in on by cubic
 * interpolation (Nocedal, Wright 2006, algorithms 3.5 and 3.6; the constants of PyTorch). Where none is
 * found in 25 steps, the lowest point seen, which may be the start.
 * @param start at 0, with a slope below 0
 */
export async function strongWolfe<Point extends LinePoint>(
  start: Point,
  evaluate: (at: number) => Promise<Point>,
  options: LineSearchOptions,
): Promise<Point> {
  const tooHigh = (point: Point) => point.value > start.value + DECREASE * point.at * start.slope;
  const flatEnough = (point: Point) => Math.abs(point.slope) <= -CURVATURE * start.slope;
  let steps = 0;
  let before = start;
  let point = await evaluate(options.first);
  let bracket: [Point, Point] | null = null;
  while (!bracket) {
    const over = tooHigh(point) || (steps > 1 && point.value >= before.value);
    if (!over && flatEnough(point)) return point;
    if (over || point.slope >= 0) bracket = sorted([before, point]);
    else if (steps === MAX_STEPS) bracket = sorted([start, point]);
    else {
      const bounds: Bounds = [point.at + 0.01 * (point.at - before.at), point.at * 10];
      const at = cubicMinimum(before, point, bounds);
      before = point;
      point = await evaluate(at);
      steps++;
    }
  }
  let [low, high] = bracket;
  let crept = false;
  for (; steps < MAX_STEPS && Math.abs(high.at - low.at) >= options.shortest; steps++) {
    const inside = betweenEnds(cubicMinimum(low, high, null), low.at, high.at, crept);
    crept = inside.crept;
    const next = await evaluate(inside.at);
    if (tooHigh(next) || next.value >= low.value) {
      [low, high] = sorted([low, next]);
      continue;
    }
    if (flatEnough(next)) return next;
    if (next.slope * (high.at - low.at) >= 0) high = low;
    low = next;
  }
  return low;
}

type Bounds = readonly [number, number];

function sorted<Point extends LinePoint>([a, b]: readonly [Point, Point]): [Point, Point] {
  return a.value <= b.value ? [a, b] : [b, a];
}

/** Keeps a step off the ends of the bracket, where it would hardly shrink: at the second time in a row. */
function betweenEnds(at: number, a: number, b: number, crept: boolean): { at: number; crept: boolean } {
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  const margin = 0.1 * (to - from);
  if (Math.min(to - at, at - from) >= margin) return { at, crept: false };
  if (!crept && at < to && at > from) return { at, crept: true };
  return { at: to - at < at - from ? to - margin : from + margin, crept: false };
}

/** Minimum of the cubic through two points and their slopes, inside the bounds or between the points. */
function cubicMinimum(a: LinePoint, b: LinePoint, bounds: Bounds | null): number {
  const [first, second] = a.at <= b.at ? [a, b] : [b, a];
  const [from, to] = bounds ?? [first.at, second.at];
  const middle = first.slope + second.slope - (3 * (first.value - second.value)) / (first.at - second.at);
  const square = middle ** 2 - first.slope * second.slope;
  if (!(square >= 0)) return (from + to) / 2;
  const root = Math.sqrt(square);
  const share = (second.slope + root - middle) / (second.slope - first.slope + 2 * root);
  return Math.min(Math.max(second.at - (second.at - first.at) * share, from), to);
}
