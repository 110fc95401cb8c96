import * as tf from '@tensorflow/tfjs-core';
import type { Losses } from '../../protocol/optimize';
import { strongWolfe, type LinePoint } from './line-search';
import type { Descent, Optimizer, Step } from './optimizer';

const HISTORY = 8;
/** Pairs whose curvature is below this tell nothing. */
const LEAST_CURVATURE = 1e-10;
/** No value of x is moved by less than this. */
const LEAST_MOVE = 1e-9;

/** How x and its gradient changed in a step; `rho` is 1 / (move · change). */
interface Pair {
  readonly move: tf.Tensor4D;
  readonly change: tf.Tensor4D;
  readonly rho: tf.Scalar;
}

/** An evaluated point of the line search. */
interface Point extends LinePoint {
  readonly x: tf.Tensor4D;
  readonly gradient: tf.Tensor4D;
  readonly losses: Losses;
}

/** Where the descent has come to, and what is known there. */
interface Place {
  readonly gradient: tf.Tensor4D;
  readonly losses: Losses;
}

/**
 * L-BFGS (Liu, Nocedal 1989) with a strong-Wolfe line search, as PyTorch's `torch.optim.LBFGS`. The
 * total never rises. Vectors stay on the device; of every evaluation a few numbers are read.
 */
export class Lbfgs implements Optimizer {
  private place: Place | null = null;
  private readonly pairs: Pair[] = [];

  constructor(private readonly descent: Descent) {}

  async step(x: tf.Tensor4D): Promise<Step> {
    this.place ??= await this.look(x);
    const { place } = this;
    const direction = this.direction(place.gradient);
    try {
      const next = await this.search(x, place, direction);
      return { next, losses: Promise.resolve(place.losses) };
    } finally {
      direction.dispose();
    }
  }

  dispose(): void {
    this.place?.gradient.dispose();
    this.place = null;
    for (const pair of this.pairs.splice(0)) disposePair(pair);
  }

  private async look(x: tf.Tensor4D): Promise<Place> {
    const { losses, gradient } = await this.descent.evaluate(x);
    try {
      return { gradient, losses: await this.descent.read(losses) };
    } finally {
      losses.dispose();
    }
  }

  /** The next x on the line, whose pair is then remembered; null if the line leads nowhere. */
  private async search(x: tf.Tensor4D, place: Place, direction: tf.Tensor4D): Promise<tf.Tensor4D | null> {
    const { gradient, losses } = place;
    const [slope, farthest, steepness] = await read([
      tf.tidy(() => dot(gradient, direction)),
      tf.tidy(() => tf.max(tf.abs(direction))),
      tf.tidy(() => tf.sum(tf.abs(gradient))),
    ]);
    if (!(slope < 0) || !Number.isFinite(losses.total)) return null;
    const points: Point[] = [];
    const start: Point = { at: 0, value: losses.total, slope, x, gradient, losses };
    let found: Point | null = null;
    try {
      found = await strongWolfe(
        start,
        async (at) => {
          const point = await this.tryPoint(x, direction, at);
          points.push(point);
          return point;
        },
        {
          first: this.pairs.length === 0 ? Math.min(1, 1 / steepness) : 1,
          shortest: LEAST_MOVE / farthest,
        },
      );
      if (found === start) return null;
      this.remember(start, found, direction);
      this.place = { gradient: found.gradient, losses: found.losses };
      gradient.dispose();
      return found.x;
    } finally {
      for (const point of points) if (point !== found) tf.dispose([point.x, point.gradient]);
    }
  }

  private async tryPoint(x: tf.Tensor4D, direction: tf.Tensor4D, at: number): Promise<Point> {
    const there = tf.tidy(() => tf.add<tf.Tensor4D>(x, tf.mul(direction, at)));
    try {
      const { losses, gradient } = await this.descent.evaluate(there);
      const slope = tf.tidy(() => dot(gradient, direction));
      try {
        const [known, [along = NaN]] = await Promise.all([this.descent.read(losses), slope.data()]);
        return { at, value: known.total, slope: along, x: there, gradient, losses: known };
      } catch (error) {
        gradient.dispose();
        throw error;
      } finally {
        tf.dispose([losses, slope]);
      }
    } catch (error) {
      there.dispose();
      throw error;
    }
  }

  private remember(from: Point, to: Point, direction: tf.Tensor4D): void {
    const change = tf.sub<tf.Tensor4D>(to.gradient, from.gradient);
    const move = tf.mul<tf.Tensor4D>(direction, to.at);
    const rho = tf.tidy(() => tf.reciprocal<tf.Scalar>(dot(move, change)));
    // The curvature is told by the slopes: move · change = step · (slope there − slope here).
    if (to.at * (to.slope - from.slope) <= LEAST_CURVATURE) {
      disposePair({ move, change, rho });
      return;
    }
    this.pairs.push({ move, change, rho });
    const oldest = this.pairs.length > HISTORY ? this.pairs.shift() : undefined;
    if (oldest) disposePair(oldest);
  }

  /** −H·gradient by the two loops over the history (Nocedal 1980). */
  private direction(gradient: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      let q = tf.neg(gradient);
      const factors = new Map<Pair, tf.Scalar>();
      for (const pair of [...this.pairs].reverse()) {
        const factor = tf.mul<tf.Scalar>(pair.rho, dot(pair.move, q));
        factors.set(pair, factor);
        q = tf.sub(q, tf.mul(pair.change, factor));
      }
      const newest = this.pairs.at(-1);
      if (newest) q = tf.div(q, tf.mul(newest.rho, dot(newest.change, newest.change)));
      for (const pair of this.pairs) {
        const factor = tf.sub(factors.get(pair) ?? 0, tf.mul(pair.rho, dot(pair.change, q)));
        q = tf.add(q, tf.mul(pair.move, factor));
      }
      return q;
    });
  }
}

function dot(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return tf.sum<tf.Scalar>(tf.mul(a, b));
}

function disposePair({ move, change, rho }: Pair): void {
  tf.dispose([move, change, rho]);
}

/** Reads scalars and disposes them. */
async function read<Scalars extends tf.Tensor[]>(
  scalars: [...Scalars],
): Promise<{ [Index in keyof Scalars]: number }> {
  const values = await Promise.all(scalars.map((scalar) => scalar.data()));
  tf.dispose(scalars);
  return values.map(([value = NaN]) => value) as { [Index in keyof Scalars]: number };
}
