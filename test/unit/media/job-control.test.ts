import { expect, test } from 'vitest';
import { JobControl } from '../../../src/media/worker/job-control';

/** Whether the job goes on within the turn of the event loop. */
async function goesOn(control: JobControl): Promise<boolean> {
  let running = false;
  void control.whenRunning().then(() => (running = true));
  await new Promise((resolve) => setTimeout(resolve));
  return running;
}

test('a job goes on, waits while paused, and goes on again', async () => {
  const control = new JobControl();
  expect(await goesOn(control)).toBe(true);
  control.pause();
  control.pause();
  expect(await goesOn(control)).toBe(false);
  control.resume();
  expect(await goesOn(control)).toBe(true);
});

test('a job is told whether it was halted', async () => {
  const control = new JobControl();
  await expect(control.whenRunning()).resolves.toBe(false);
  control.pause();
  const halted = control.whenRunning();
  control.resume();
  await expect(halted).resolves.toBe(true);
});

test('cancelling wakes a paused job; the first wish counts', async () => {
  const control = new JobControl();
  control.pause();
  control.cancel(true);
  control.cancel(false);
  expect(await goesOn(control)).toBe(true);
  expect(control.cancellation).toEqual({ keep: true });
});
