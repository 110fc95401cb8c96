import { expect, test, vi } from 'vitest';
import { EngineDesk } from '../../../src/worker/engine-desk';
import { fakeBackend } from './fake-backend';

vi.mock(import('../../../src/network/model'), () => ({ loadModel: vi.fn() }));

test('an engine that cannot load its network is disposed of; asked again another one tries', async () => {
  const { backend, engine } = fakeBackend();
  const desk = new EngineDesk(backend, (work) => work());
  engine.loading = Promise.reject(new Error('shaders do not compile'));
  await expect(desk.prepare('lite')).rejects.toThrow('do not compile');
  expect([engine.disposed, desk.isReady('lite')]).toEqual([1, false]);
  engine.loading = Promise.resolve();
  await desk.prepare('lite');
  expect([engine.disposed, desk.isReady('lite')]).toEqual([1, true]);
});
