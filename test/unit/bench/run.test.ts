import { expect, test } from 'vitest';
import { CONTENDERS, type ContenderId } from '../../../bench/contender';
import type { Plan } from '../../../bench/plan';
import { measure, type Host } from '../../../bench/run';

const PLAN: Plan = {
  tiers: ['lite'],
  sizes: [
    { width: 64, height: 48 },
    { width: 128, height: 96 },
  ],
  rounds: 5,
  enough: 1000,
  longest: 10_000,
};

/** Every frame takes 2 ms, but for what fails. */
class FakeHost implements Host {
  closed = 0;
  private turns = 0;

  constructor(private readonly fails: Partial<Record<'open' | 'turn' | 'peak', ContenderId>>) {}

  open(id: ContenderId): Promise<{ firstFrame: number }> {
    return this.fails.open === id
      ? Promise.reject(new Error('not here'))
      : Promise.resolve({ firstFrame: 5 });
  }

  turn(id: ContenderId): Promise<number> {
    const lost = this.fails.turn === id && ++this.turns > 2;
    return lost ? Promise.reject(new Error('Error: the device is lost\n at …')) : Promise.resolve(2);
  }

  peak(id: ContenderId): Promise<number | null> {
    return this.fails.peak === id ? Promise.reject(new Error('unknown')) : Promise.resolve(100);
  }

  close(): Promise<void> {
    this.closed++;
    return Promise.reject(new Error('lost too'));
  }
}

test('an engine that fails costs nobody else’s figures, whenever it fails', async () => {
  const host = new FakeHost({ open: 'tfjs-wasm', turn: 'tfjs-webgpu', peak: 'ort-wasm' });
  const figures = await measure(host, PLAN);
  expect(figures).toHaveLength(2 * CONTENDERS.length);
  const problems = Object.fromEntries(
    figures.slice(0, CONTENDERS.length).map(({ id, problem }) => [id, problem]),
  );
  expect(problems).toMatchObject({
    ours: null,
    'tfjs-wasm': 'not here',
    'tfjs-webgpu': 'the device is lost',
    'ort-wasm': 'unknown',
  });
  for (const { ms, problem } of figures) expect(ms).toBe(problem === null ? 2 : null);
  expect(host.closed).toBe(2);
});
