import { expect, test, vi } from 'vitest';
import { turn } from '../../../src/compositor/webgl/turn';

test('turns end in the order in which they began, and all of them share one channel', async () => {
  const opened = vi.spyOn(globalThis, 'MessageChannel');
  const log: string[] = [];
  const note = (name: string) => () => void log.push(name);
  await Promise.all([
    turn().then(note('first')),
    turn().then(note('second')),
    Promise.resolve().then(note('at once')),
  ]);
  await turn();
  expect(log).toEqual(['at once', 'first', 'second']);
  expect(opened).toHaveBeenCalledOnce();
});
