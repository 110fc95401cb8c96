import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineDesk } from '../../../src/worker/engine-desk';
import { paintFast } from '../../../src/worker/fast-picture';
import { fakeBackend, fakeFrame } from './fake-backend';

vi.mock(import('../../../src/network/model'), () => ({ loadModel: vi.fn() }));

const SIZE = { width: 512, height: 256 };
const PHOTO = fakeFrame();
let scaled: ReturnType<typeof fakeFrame>;

beforeEach(() => {
  scaled = fakeFrame();
  vi.stubGlobal('createImageBitmap', () => Promise.resolve(scaled));
});
afterEach(() => vi.unstubAllGlobals());

function opened(memory?: number) {
  const fake = fakeBackend(memory);
  const desk = new EngineDesk(fake.backend, (work) => work());
  const host = { backend: fake.backend, desk, enqueue: <T>(work: () => Promise<T>) => work() };
  const paint = () => paintFast(host, PHOTO, { tier: 'lite', mix: { weights: {}, strength: 1 } }, SIZE);
  return { ...fake, paint };
}

test('a fast picture leaves nothing in the engine, and closes what it was made of', async () => {
  const { paint, engine, surfaces } = opened();
  const picture = await paint();
  const streams = engine.painted.map(({ frame }) => frame?.stream);
  expect(streams).toHaveLength(1);
  expect(streams[0]).toBeInstanceOf(Object);
  expect(engine.forgotten).toEqual(streams);
  expect(surfaces.map(({ disposed }) => disposed)).toEqual([1]);
  expect(scaled.closed).toBe(1);
  const taken = surfaces.flatMap((surface) => surface.taken);
  expect(taken.map((each) => [each === picture, each.closed])).toEqual([[true, 0]]);
});

test('where memory does not suffice the network paints smaller', async () => {
  const { paint, engine, surfaces } = opened(300);
  await paint();
  expect(engine.painted.map(({ size }) => size.width)).toEqual([512, 384, 256]);
  expect(surfaces.map(({ disposed }) => disposed)).toEqual([1, 1, 1]);
  expect(scaled.closed).toBe(1);
  expect(surfaces.flatMap(({ taken }) => taken.map(({ closed }) => closed))).toEqual([1, 1, 0]);
});

test('a photo that cannot be scaled opens no surface', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('closed')));
  const { paint, surfaces } = opened();
  await expect(paint()).rejects.toThrow('closed');
  expect(surfaces).toEqual([]);
});
