import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WorkerLink } from '../../../src/shared/worker-link';
import { FakeWorker } from './fake-worker';

const API = {
  double: (value: number) => value * 2,
  fail: () => {
    throw new TypeError('not that');
  },
  never: () => new Promise<number>(() => undefined),
  large: () => ({ numbers: new Array<number>(1000).fill(1) }),
};

function connect(api: object | null = API, deadline = 1000) {
  const worker = new FakeWorker(api);
  return { worker, link: new WorkerLink<typeof API>(worker as unknown as Worker, deadline, 'test') };
}

afterEach(() => {
  vi.useRealTimers();
});

test('calls are answered', async () => {
  const { link } = connect();
  const answers = [1, 2, 3].map((value) => link.call((api) => api.double(value)));
  expect(await Promise.all(answers)).toEqual([2, 4, 6]);
});

test('what the worker throws is thrown here', async () => {
  await expect(connect().link.call((api) => api.fail())).rejects.toThrow('not that');
});

describe('a worker that crashes', () => {
  test('ends every call under way, and those that come after', async () => {
    const { worker, link } = connect();
    const calls = [link.call((api) => api.never()), link.call((api) => api.never())];
    worker.crash('out of luck');
    const crashed = { report: { code: 'worker-crashed', detail: 'out of luck' } };
    for (const call of calls) await expect(call).rejects.toMatchObject(crashed);
    await expect(link.call((api) => api.never())).rejects.toMatchObject(crashed);
  });

  test('is told of, once, to whoever asked; later too', async () => {
    const { worker, link } = connect();
    const early = vi.fn();
    const late = vi.fn();
    link.onEnd(early);
    worker.crash('first');
    worker.crash('second');
    await Promise.resolve();
    link.onEnd(late);
    await vi.waitFor(() => expect(late).toHaveBeenCalled());
    expect(early.mock.calls).toMatchObject([[{ report: { code: 'worker-crashed', detail: 'first' } }]]);
    expect(late.mock.calls).toMatchObject([[{ report: { detail: 'first' } }]]);
  });

  test('whose message cannot be read has crashed too', async () => {
    const { worker, link } = connect();
    const call = link.call((api) => api.never());
    worker.dispatchEvent(new Event('messageerror'));
    await expect(call).rejects.toMatchObject({ report: { code: 'worker-crashed' } });
  });
});

describe('a worker that is silent', () => {
  test('fails at the deadline, which a call may set for itself', async () => {
    vi.useFakeTimers();
    const { link } = connect(null);
    const outcomes: string[] = [];
    const note = (name: string) => (error: { report: { code: string } }) =>
      void outcomes.push(`${name}: ${error.report.code}`);
    link.call((api) => api.double(1)).catch(note('usual'));
    link.call((api) => api.double(1), 5000).catch(note('patient'));
    await vi.advanceTimersByTimeAsync(999);
    expect(outcomes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(outcomes).toEqual(['usual: worker-timeout']);
    await vi.advanceTimersByTimeAsync(4000);
    expect(outcomes).toEqual(['usual: worker-timeout', 'patient: worker-timeout']);
  });

  test('names the thread by its task, as people read it', async () => {
    const { link } = connect(null, 10);
    await expect(link.call((api) => api.double(1))).rejects.toThrow('The test thread did not answer.');
  });

  test('keeps no timer once a call has ended', async () => {
    vi.useFakeTimers();
    const { link } = connect();
    await link.call((api) => api.double(1));
    await expect(link.call((api) => api.fail())).rejects.toThrow();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('terminating ends the thread and the calls under way', async () => {
  const { worker, link } = connect();
  const call = link.call((api) => api.never());
  link.terminate();
  expect(worker.terminated).toBe(true);
  await expect(call).rejects.toThrow('The test thread was closed.');
});

test('an answer is kept by nobody but the caller: a link that lives for hours does not grow', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { link } = connect();
  const answers: WeakRef<object>[] = [];
  for (let call = 0; call < 5; call++) answers.push(new WeakRef(await link.call((api) => api.large())));
  await vi.waitFor(() => {
    collect();
    expect(answers.filter((answer) => answer.deref() !== undefined)).toEqual([]);
  });
});
