import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PainterJob } from '../../../src/protocol/media';
import type { RenderEvents, RenderOptions } from '../../../src/protocol/render';
import type { RendererEvents } from '../../../src/renderer/renderer';
import { spawnRenderer } from '../../../src/renderer/spawn-renderer';
import type { Remote } from '../../../src/shared/worker-link';
import { Deferred } from '../studio/fakes';
import { FakeWorker } from '../worker/fake-worker';

/** A canvas whose control goes over by transfer, as of a real one. */
const CANVAS = { transferControlToOffscreen: () => new ArrayBuffer(0) } as unknown as HTMLCanvasElement;
const READY = { ok: true, value: { info: { backend: 'webgpu' } } };

function fakeEvents() {
  return {
    meters: vi.fn(),
    step: vi.fn(),
    refused: vi.fn(),
    failed: vi.fn<RendererEvents['failed']>(),
    painted: vi.fn(),
  };
}

function stubWorker(api: object): FakeWorker {
  const worker = new FakeWorker({ hello: () => true, init: () => READY, ...api });
  vi.stubGlobal('Worker', function Worker() {
    return worker;
  });
  return worker;
}

/** A renderer whose worker answers by `api`. */
async function spawned(api: object) {
  const worker = stubWorker(api);
  const events = fakeEvents();
  const renderer = await spawnRenderer(CANVAS, {} as RenderOptions, events);
  return { worker, renderer, events };
}

const never = () => new Promise(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A worker that is trying a backend, and then gets on by `init`. */
async function starting(init: () => unknown) {
  const told = new Deferred<void>();
  stubWorker({
    init: async (_canvas: unknown, _options: unknown, events: Remote<RenderEvents>) => {
      // Through the proxy a call is over when it was heard.
      await events.trying('webgpu');
      told.resolve();
      return init();
    },
  });
  const spawning = spawnRenderer(CANVAS, {} as RenderOptions, fakeEvents());
  spawning.catch(() => undefined);
  await told.promise;
  return { spawning };
}

describe('a worker that does not come up', () => {
  test.each([
    ['with an error', () => ({ ok: false, error: { code: 'internal', message: 'no' } }), 'internal'],
    ['in time', never, 'worker-timeout'],
  ])('%s tells what it tried', async (_, init, code) => {
    const { spawning } = await starting(init);
    const refused = expect(spawning).rejects.toMatchObject({ report: { code }, backend: 'webgpu' });
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
  });
});

describe('a worker that does not clear in time', () => {
  test('has failed, and says so', async () => {
    const { renderer, events, worker } = await spawned({ clear: never });
    const cleared = renderer.clear();
    const refused = expect(cleared).rejects.toMatchObject({ report: { code: 'worker-timeout' } });
    await vi.advanceTimersByTimeAsync(15_000);
    await refused;
    expect(events.failed).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'worker-timeout' }),
      'webgpu',
    );
    expect(worker.terminated).toBe(true);
  });

  test('gets longer where an export shares it', async () => {
    const { renderer, events } = await spawned({ clear: never, openPainter: () => ({ ok: true }) });
    await renderer.openPainter(new MessageChannel().port1, {} as PainterJob);
    renderer.clear().catch(() => undefined);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(events.failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(events.failed).toHaveBeenCalledOnce();
  });
});
