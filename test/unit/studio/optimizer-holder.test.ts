import { afterEach, expect, test, vi } from 'vitest';
import type { Renderer } from '../../../src/renderer/renderer';
import { OptimizerHolder } from '../../../src/studio/optimizer-holder';

const openOptimizer = vi.fn((port: MessagePort) => {
  port.close();
  return Promise.resolve();
});
const holder = new OptimizerHolder(
  () => Promise.resolve({ openOptimizer } as unknown as Renderer),
  () => undefined,
);

afterEach(() => {
  holder.abandon();
  openOptimizer.mockClear();
});

test('whoever asks at the same time is given the same optimizer', async () => {
  const [one, other] = await Promise.all([holder.open(), holder.open()]);
  expect(one).toBe(other);
  expect(await holder.open()).toBe(one);
  expect(openOptimizer).toHaveBeenCalledTimes(1);
});

test('one that is gone is followed by another, once', async () => {
  const gone = await holder.open();
  holder.abandon();
  await vi.waitFor(() => expect(gone.closed).toBe(true));
  const [one, other] = await Promise.all([holder.open(), holder.open()]);
  expect(one).not.toBe(gone);
  expect(one).toBe(other);
  expect(openOptimizer).toHaveBeenCalledTimes(2);
});
