import { describe, expect, test, vi } from 'vitest';
import type { PainterJob } from '../../../src/protocol/media';
import { EngineDesk } from '../../../src/worker/engine-desk';
import { ExportPainter } from '../../../src/worker/export-painter';
import { fakeBackend, fakeFrame } from './fake-backend';

vi.mock(import('../../../src/network/model'), () => ({ loadModel: vi.fn() }));

const JOB: PainterJob = {
  paint: { mix: { weights: {}, strength: 1 }, quality: 'fast', workingSide: null, smoothing: 0.5 },
  size: { width: 640, height: 320 },
};
const PLAN = { tier: 'lite', workingSize: { width: 512, height: 256 } } as const;

async function opened(memory?: number) {
  const { backend, engine, surfaces } = fakeBackend(memory);
  const desk = new EngineDesk(backend, (work) => work());
  const steps: string[] = [];
  const painter = new ExportPainter(
    { backend, desk, enqueue: (work) => work(), step: (_size, reason) => steps.push(reason) },
    JOB,
    PLAN,
  );
  await painter.ready();
  const paint = () => painter.paint(fakeFrame(640, 320) as unknown as VideoFrame);
  const sides = () => engine.painted.map(({ size }) => size.width);
  return { backend, painter, paint, desk, engine, surfaces, steps, sides };
}

describe('an export', () => {
  test('is painted as planned where there is memory', async () => {
    const { paint, sides, steps, surfaces } = await opened();
    await paint();
    await paint();
    expect(sides()).toEqual([512, 512]);
    expect(steps).toEqual([]);
    expect(surfaces).toHaveLength(1);
  });

  test('is painted smaller where there is not, from the first frame on, and says so', async () => {
    const { paint, sides, steps, surfaces, engine } = await opened(300);
    expect(await paint()).toMatchObject({ ok: true });
    expect(await paint()).toMatchObject({ ok: true });
    expect(sides()).toEqual([512, 384, 256, 256]);
    expect(steps).toEqual(['There is not enough graphics memory to export at 512×256: down to 256×128.']);
    // What was painted in vain is freed.
    expect(surfaces.map(({ disposed }) => disposed)).toEqual([1, 1, 0]);
    expect(surfaces.flatMap(({ captured }) => captured.map(({ closed }) => closed))).toEqual([1, 1, 0, 0]);
    expect(engine.forgotten).toHaveLength(2);
  });

  test('whose memory was freed for the display looks whether it can have it back', async () => {
    const { backend, paint, desk, sides } = await opened(300);
    await paint();
    const looked = vi.spyOn(backend, 'withinMemory');
    await paint();
    expect(looked).not.toHaveBeenCalled();
    desk.trim();
    await paint();
    await paint();
    expect(looked).toHaveBeenCalledOnce();
    // What was too large before is not tried again.
    expect(sides().slice(2)).toEqual([256, 256, 256, 256]);
  });

  test('that there is no memory for at all fails with a sentence', async () => {
    const { paint } = await opened(1);
    expect(await paint()).toMatchObject({
      ok: false,
      error: { code: 'export-failed', detail: 'no more paper' },
    });
  });

  test('keeps what its network remembers from the first frame until it is closed', async () => {
    const { painter, paint, desk, engine, surfaces } = await opened();
    desk.leave('lite');
    expect(engine.trimmed).toBe(1);
    await paint();
    desk.leave('lite');
    expect(engine.trimmed).toBe(1);
    await painter.close();
    await painter.close();
    desk.leave('lite');
    expect(engine.trimmed).toBe(2);
    expect(surfaces.map(({ disposed }) => disposed)).toEqual([1]);
  });
});
