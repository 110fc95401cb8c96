import { expect, test } from 'vitest';
import { NewestWins } from '../../../src/worker/scheduler';

const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

test('exports and the display take turns; no export frame is lost, however many are shown', async () => {
  const scheduler = new NewestWins();
  const log: string[] = [];
  const shown = [1, 2, 3].map((frame) =>
    scheduler.submit(async () => {
      await turn();
      log.push(`shown ${frame}`);
    }),
  );
  const exported = [1, 2, 3].map((frame) =>
    scheduler.enqueue(async () => {
      await turn();
      log.push(`export ${frame}`);
      // The display always has a newer frame.
      void scheduler.submit(() => Promise.resolve(void log.push(`after ${frame}`)));
      return frame;
    }),
  );
  expect(await Promise.all(exported)).toEqual([1, 2, 3]);
  // Newest wins on the display, as ever.
  expect(await Promise.all(shown)).toEqual([true, false, false]);
  await turn();
  expect(log).toEqual(['shown 1', 'export 1', 'after 1', 'export 2', 'after 2', 'export 3', 'after 3']);
});

test('a job that fails fails alone', async () => {
  const scheduler = new NewestWins();
  const failed = scheduler.enqueue(() => Promise.reject(new Error('broken frame')));
  const next = scheduler.enqueue(() => Promise.resolve('painted'));
  await expect(failed).rejects.toThrow('broken frame');
  expect(await next).toBe('painted');
});
