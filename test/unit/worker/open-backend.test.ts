import { expect, test, vi } from 'vitest';
import { SpentCanvas } from '../../../src/worker/backend';
import { openBackend } from '../../../src/worker/open-backend';
import { fakeBackend } from './fake-backend';

const open = {
  webgpu: vi.fn(() => Promise.reject(new Error('no adapter'))),
  webgl: vi.fn(() => Promise.reject(new Error('no context'))),
  wasm: vi.fn(() => Promise.resolve(fakeBackend().backend)),
};
vi.mock(import('../../../src/worker/backends/webgpu'), () => ({ open: () => open.webgpu() }));
vi.mock(import('../../../src/worker/backends/webgl'), () => ({ open: () => open.webgl() }));
vi.mock(import('../../../src/worker/backends/wasm'), () => ({ open: () => open.wasm() }));

const CANVAS = {} as OffscreenCanvas;

test('backends are tried in turn, and told of before', async () => {
  const tried: string[] = [];
  const { info } = await openBackend(CANVAS, null, [], (name) => tried.push(name));
  expect(tried).toEqual(['webgpu', 'webgl', 'wasm']);
  expect(info.fallbacks).toEqual([
    { backend: 'webgpu', reason: 'no adapter' },
    { backend: 'webgl', reason: 'no context' },
  ]);
});

test('after one that has taken the canvas none is tried on the same', async () => {
  open.webgl.mockRejectedValueOnce(new SpentCanvas('shaders do not compile'));
  const tried: string[] = [];
  await expect(openBackend(CANVAS, null, [], (name) => tried.push(name))).rejects.toThrow('do not compile');
  expect(tried).toEqual(['webgpu', 'webgl']);
});

test('the one that was asked for fails with a sentence of its own, however it fails', async () => {
  open.webgl.mockRejectedValueOnce(new SpentCanvas('shaders do not compile'));
  const opening = openBackend(CANVAS, 'webgl', [], () => undefined);
  await expect(opening).rejects.toMatchObject({ report: { code: 'no-backend' } });
});
