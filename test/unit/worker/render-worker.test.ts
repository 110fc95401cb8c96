import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PainterJob } from '../../../src/protocol/media';
import type { RenderEvents, RenderOptions } from '../../../src/protocol/render';
import { ExportPainter } from '../../../src/worker/export-painter';
import { openBackend } from '../../../src/worker/open-backend';
import { RenderWorker } from '../../../src/worker/render-worker';
import { Deferred } from '../studio/fakes';
import { fakeBackend, fakeFrame } from './fake-backend';

vi.mock(import('../../../src/worker/open-backend'), () => ({ openBackend: vi.fn() }));
vi.mock(import('../../../src/network/model'), () => ({ loadModel: vi.fn() }));

const CANVAS = { width: 0, height: 0 } as unknown as OffscreenCanvas;
const OPTIONS: RenderOptions = {
  backend: null,
  excluded: [],
  size: null,
  settings: {
    mix: { weights: { wave: 1 }, strength: 1 },
    quality: 'fast',
    mirror: false,
    compare: 0,
    smoothing: 0,
  },
  display: { width: 640, height: 480 },
  timeOrigin: performance.timeOrigin,
};

const JOB: PainterJob = {
  paint: { mix: OPTIONS.settings.mix, quality: 'fast', workingSide: null, smoothing: 0 },
  size: OPTIONS.display,
};

function fakeEvents(): RenderEvents {
  return { trying: vi.fn(), meters: vi.fn(), step: vi.fn(), refused: vi.fn(), failed: vi.fn() };
}

/** A worker that paints on a backend of paper. */
async function opened({ memory = Infinity, size = OPTIONS.size } = {}) {
  const events = fakeEvents();
  const fake = fakeBackend(memory);
  vi.mocked(openBackend).mockResolvedValue(fake.backend);
  const worker = new RenderWorker();
  await worker.init(CANVAS, { ...OPTIONS, size }, events);
  const paint = (frame: ReturnType<typeof fakeFrame>) => worker.paint({ image: frame, captureTime: 0 });
  return { ...fake, worker, paint, events };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a repaint takes no place of a frame that waits, and goes on with it', async () => {
  const { worker, compositor, paint } = await opened();
  await worker.setFrameInterval(0);
  const slow = new Deferred<void>();
  compositor.finished = () => slow.promise;
  const [before, sought] = [fakeFrame(), fakeFrame()];
  const answers = [paint(before), paint(sought)];
  // The pass that ends would have the same picture painted again.
  slow.resolve();
  expect(await Promise.all(answers)).toMatchObject([
    { value: { painted: true } },
    { value: { painted: true } },
  ]);
  expect(compositor.held).toEqual([before, sought]);
  expect([before.closed, sought.closed]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(100);
  expect(compositor.presented).toBeGreaterThan(2);
});

test('a frame that waits is not painted any more once the picture is cleared', async () => {
  const { worker, compositor, paint } = await opened();
  await paint(fakeFrame());
  const slow = new Deferred<void>();
  compositor.finished = () => slow.promise;
  await worker.configure(OPTIONS.settings);
  await vi.advanceTimersByTimeAsync(1000);
  const late = fakeFrame();
  const [answer, cleared] = [paint(late), worker.clear()];
  slow.resolve();
  expect(await answer).toMatchObject({ value: { painted: false } });
  await cleared;
  expect(compositor.original).toBeNull();
  expect([compositor.held.includes(late), late.closed]).toEqual([false, 1]);
});

test('an export that was killed has its painter closed when the next one opens another', async () => {
  const { worker } = await opened();
  const close = vi.spyOn(ExportPainter.prototype, 'close');
  const ports = [new MessageChannel().port1, new MessageChannel().port1];
  for (const port of ports) await worker.openPainter(port, JOB);
  expect(close).toHaveBeenCalledOnce();
  for (const port of ports) port.close();
});

test('what memory suffices for is found out anew with another quality, and not with every setting after it', async () => {
  const { worker, engine, paint } = await opened({ memory: 300, size: 384 });
  const { settings } = OPTIONS;
  // The network of the quality to come is awaited for ever.
  engine.loading = new Promise(() => undefined);
  const widths = async () => {
    engine.painted.length = 0;
    await paint(fakeFrame());
    return engine.painted.map(({ size }) => size.width);
  };
  expect(await widths()).toEqual([384, 256]);
  await worker.configure({ ...settings, quality: 'best' });
  expect(await widths()).toEqual([384, 256]);
  await worker.configure({ ...settings, quality: 'best', compare: 0.1 });
  expect(await widths()).toEqual([256]);
});

test('memory is looked at with every frame that takes some: after clearing, steadied, or with less strength', async () => {
  const { worker, backend, paint } = await opened({ size: 384 });
  const looked = vi.spyOn(backend, 'withinMemory');
  const looks = async () => {
    await paint(fakeFrame());
    await paint(fakeFrame());
    return looked.mock.calls.splice(0).length;
  };
  const { settings } = OPTIONS;
  const { weights } = settings.mix;
  expect(await looks()).toBe(1);
  await worker.clear();
  expect(await looks()).toBe(1);
  await worker.configure({ ...settings, smoothing: 0.5 });
  expect(await looks()).toBe(1);
  await worker.configure({ ...settings, smoothing: 0.5, mix: { weights, strength: 0.9 } });
  expect(await looks()).toBe(1);
  await worker.configure({ ...settings, smoothing: 0.6, mix: { weights, strength: 0.5 } });
  expect(await looks()).toBe(0);
  // Nothing is painted here, so the next painting takes what there was not before.
  await worker.clear();
  await worker.configure({ ...settings, mix: { weights, strength: 0 } });
  await looks();
  await worker.configure({ ...settings, mix: { weights, strength: 0.5 } });
  expect(await looks()).toBe(1);
});
