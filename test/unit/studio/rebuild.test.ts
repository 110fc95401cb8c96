import { describe, expect, it } from 'vitest';
import { ImpastoError } from '../../../src/protocol/errors';
import { SpawnError } from '../../../src/renderer/renderer';
import { Deferred, FakeStorage, METERS, settle, Workbench } from './fakes';

const LOST = { code: 'device-lost', message: 'The graphics device was lost.' } as const;
const REBUILT = 'The graphics device was lost. Impasto rebuilt itself and went on.';

async function live(query = ''): Promise<Workbench> {
  const bench = new Workbench({ query });
  await bench.attach();
  await bench.studio.startCamera();
  return bench;
}

/** Two losses in a row: the first is mended by itself, the second waits for the user. */
async function liveAfterTwoLosses(query = ''): Promise<Workbench> {
  const bench = await live(query);
  await bench.fail(LOST);
  await bench.attach();
  bench.now += 5000;
  await bench.fail(LOST);
  return bench;
}

const texts = (bench: Workbench): string[] => bench.studio.state.notices.map(({ text }) => text);

describe('the renderer', () => {
  it('is spawned once, with what the address forces and the settings of now', async () => {
    const storage = new FakeStorage();
    const bench = new Workbench({ query: 'backend=wasm&size=128', storage });
    bench.studio.prefer({ styleId: 'scream' });
    await bench.attach();
    expect(bench.renderers).toHaveLength(1);
    expect(bench.renderer.options).toMatchObject({
      backend: 'wasm',
      size: 128,
      excluded: [],
      display: bench.display,
    });
    expect(bench.renderer.options.settings.mix.weights).toEqual({ scream: 1 });
    expect(bench.studio.state.backend?.backend).toBe('wasm');
    expect(storage.items.size).toBe(1);
  });

  it('gets the newest frame that came before it, and the older ones are closed', async () => {
    const bench = new Workbench();
    await bench.studio.startSample();
    const first = bench.frame();
    const second = bench.frame();
    expect(first.closed).toBe(1);
    await bench.attach();
    expect(bench.renderer.submitted).toEqual([second]);
    expect(second.closed).toBe(0);
  });

  it('survives a change of source, which waits until the canvas is clear', async () => {
    const bench = await live();
    bench.renderer.clearing = new Deferred();
    await bench.studio.startSample();
    const frame = bench.frame();
    expect(bench.renderer.submitted).toEqual([]);
    bench.renderer.clearing.resolve();
    await settle();
    expect(bench.renderer.submitted).toEqual([frame]);
    expect(bench.renderers).toHaveLength(1);
    expect(bench.renderer.log).not.toContain('dispose');
  });

  it('tells of every fallback and of every step', async () => {
    const bench = new Workbench();
    bench.fallbacks = [{ backend: 'webgpu', reason: 'this browser has no adapter.' }];
    await bench.attach();
    bench.renderer.events.step({ width: 128, height: 72 }, 'Smaller, to keep up.');
    expect(texts(bench)).toEqual([
      'WebGPU is not used: this browser has no adapter.',
      'Smaller, to keep up.',
    ]);
    bench.studio.dismissNotice(bench.studio.state.notices[0]?.id ?? -1);
    expect(texts(bench)).toEqual(['Smaller, to keep up.']);
  });
});

describe('a lost device', () => {
  it('is mended once without asking, on a fresh canvas, and said', async () => {
    const bench = await live();
    const first = bench.renderer;
    first.events.meters(METERS);
    await bench.fail(LOST);
    expect(bench.studio.state.meters).toBeNull();
    expect(first.log).toContain('dispose');
    expect(bench.studio.state).toMatchObject({
      canvasGeneration: 1,
      error: null,
      canRetry: false,
      phase: 'live',
    });
    expect(bench.renderers).toHaveLength(1);
    await bench.attach();
    expect(bench.renderers).toHaveLength(2);
    expect(bench.renderer.log).toContain('interval 40');
    expect(texts(bench)).toEqual([REBUILT]);
    const frame = bench.frame();
    expect(bench.renderer.submitted).toEqual([frame]);
  });

  it('soon after another is left to the user, whose retry passes the backend over', async () => {
    const bench = await liveAfterTwoLosses();
    expect(bench.studio.state).toMatchObject({ error: LOST, canRetry: true, canvasGeneration: 1 });
    const retried = bench.studio.retry();
    expect(bench.studio.state).toMatchObject({ error: null, canRetry: false, canvasGeneration: 2 });
    await bench.attach();
    await retried;
    expect(bench.renderer.options.excluded).toEqual(['webgpu']);
    expect(bench.studio.state.backend?.backend).toBe('webgl');
  });

  it('long after another is mended by itself again', async () => {
    const bench = await live();
    await bench.fail(LOST);
    await bench.attach();
    bench.now += 60_000;
    await bench.fail(LOST);
    expect(bench.studio.state).toMatchObject({ error: null, canvasGeneration: 2 });
    await bench.attach();
    expect(bench.renderer.options.excluded).toEqual([]);
  });

  it('does not exclude a backend that is forced', async () => {
    const bench = await liveAfterTwoLosses('backend=webgpu');
    void bench.studio.retry();
    await bench.attach();
    expect(bench.renderer.options).toMatchObject({ backend: 'webgpu', excluded: [] });
  });

  it('takes the frame on display along; a held one is handed over again', async () => {
    const bench = await live();
    bench.studio.pause();
    await bench.fail(LOST);
    await bench.attach();
    expect(bench.source.log.at(-1)).toBe('repeat');
  });

  it('of a renderer that is gone already says nothing', async () => {
    const bench = await live();
    const first = bench.renderer;
    await bench.fail(LOST);
    first.events.failed(LOST, 'webgpu');
    first.events.painted();
    expect(bench.studio.state).toMatchObject({ canvasGeneration: 1, error: null, painted: false });
  });
});

describe('a renderer that does not come up', () => {
  it('is an error with a way on', async () => {
    const bench = new Workbench();
    bench.spawnErrors.push(new ImpastoError('model-missing', 'The weights are missing.'));
    await bench.attach();
    expect(bench.studio.state).toMatchObject({ error: { code: 'model-missing' }, canRetry: true });
    const retried = bench.studio.retry();
    await bench.attach();
    await retried;
    expect(bench.studio.state).toMatchObject({ error: null, canRetry: false });
    expect(bench.studio.state.backend).not.toBeNull();
  });

  it('is tried again when the user starts something', async () => {
    const bench = new Workbench();
    bench.spawnErrors.push(new ImpastoError('worker-timeout', 'No answer.'));
    await bench.attach();
    await bench.studio.startSample();
    expect(bench.studio.state).toMatchObject({ canvasGeneration: 1, error: null, phase: 'live' });
    const frame = bench.frame();
    await bench.attach();
    expect(bench.renderer.submitted).toEqual([frame]);
  });

  it.each(['internal', 'worker-timeout'] as const)(
    'with a backend gives way to the next one, without being asked: %s',
    async (code) => {
      const bench = new Workbench();
      bench.spawnErrors.push(new SpawnError({ code, message: 'No.' }, 'webgpu'));
      await bench.attach();
      expect(bench.studio.state).toMatchObject({ canvasGeneration: 1, error: null });
      await bench.attach();
      expect(bench.renderer.options.excluded).toEqual(['webgpu']);
      expect(bench.studio.state.backend?.backend).toBe('webgl');
    },
  );

  it.each([
    ['because of its network', 'model-missing', 'webgpu', ''],
    ['since its device was lost', 'device-lost', 'webgpu', ''],
    ['with the last backend', 'internal', 'cpu', ''],
    ['with the backend that is forced', 'internal', 'webgpu', 'backend=webgpu'],
  ] as const)('%s waits for the user', async (_, code, backend, query) => {
    const bench = new Workbench({ query });
    bench.spawnErrors.push(new SpawnError({ code, message: 'No.' }, backend));
    await bench.attach();
    expect(bench.studio.state).toMatchObject({ canvasGeneration: 0, error: { code }, canRetry: true });
    void bench.studio.retry();
    await bench.attach();
    expect(bench.renderer.options.excluded).toEqual([]);
  });

  it('may fail again, and again be retried', async () => {
    const bench = new Workbench();
    bench.spawnErrors.push(new ImpastoError('no-backend', 'None.'), new ImpastoError('no-backend', 'None.'));
    await bench.attach();
    const retried = bench.studio.retry();
    await bench.attach();
    await retried;
    expect(bench.studio.state).toMatchObject({ error: { code: 'no-backend' }, canRetry: true });
  });
});
