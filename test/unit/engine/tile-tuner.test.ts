import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PLAIN_DIALECT } from '../../../src/engine/webgpu/dialect';
import { hardwareTile } from '../../../src/engine/webgpu/hardware-tile';
import type { TileStore, Tuning } from '../../../src/engine/webgpu/tile-store';
import { TileTuner } from '../../../src/engine/webgpu/tile-tuner';
import { randomModel } from '../../browser/engine/random-model';
import { Deferred, settle } from '../studio/fakes';

/** Keeps what was found in memory. */
function memory(): TileStore {
  const kept = new Map<string, Tuning>();
  return {
    get: (key) => Promise.resolve(kept.get(key) ?? null),
    put: (key, tuning) => Promise.resolve(void kept.set(key, tuning)),
    delete: (key) => Promise.resolve(void kept.delete(key)),
  };
}
const LIMITS = { maxComputeWorkgroupStorageSize: 16_384, maxComputeInvocationsPerWorkgroup: 256 };

/** A device that compiles when it is told to, and counts what it has given and not got back. */
function slowDevice() {
  const compiled = new Deferred<object>();
  const counts = { given: 0, left: 0 };
  const give = () => {
    counts.given++;
    counts.left++;
    return { destroy: () => counts.left-- };
  };
  const device = {
    limits: LIMITS,
    features: new Set(),
    queue: { writeBuffer: () => undefined },
    createShaderModule: () => ({}),
    createComputePipelineAsync: () => compiled.promise,
    createTexture: give,
    createBuffer: give,
  };
  return { device: device as unknown as GPUDevice, compiled, counts };
}

beforeEach(() => {
  vi.stubGlobal('GPUTextureUsage', { TEXTURE_BINDING: 4 });
  vi.stubGlobal('GPUBufferUsage', { STORAGE: 128, COPY_DST: 8 });
});
afterEach(() => vi.unstubAllGlobals());

test('what is compiled only when the time for tuning is over is freed, and measured no more', async () => {
  const { device, compiled, counts } = slowDevice();
  const { model } = randomModel(1);
  await new TileTuner(device, 'fake', memory(), 0).tune(model, PLAIN_DIALECT, hardwareTile);
  compiled.resolve({});
  await settle();
  // The picture, and the weights of what was compiled.
  expect(counts.given).toBeGreaterThan(1);
  expect(counts.left).toBe(0);
});

test('goes on at the next visit until every tile had its turn, unless it is to be forgotten', async () => {
  const { device, compiled } = slowDevice();
  const { model } = randomModel(1);
  const tuner = new TileTuner(device, 'fake', memory(), 0, undefined, 2);
  const { tier } = model.spec;
  const known = () => tuner.recall(tier, PLAIN_DIALECT, hardwareTile);
  await tuner.tune(model, PLAIN_DIALECT, hardwareTile);
  expect(await known()).toBeNull();
  await tuner.tune(model, PLAIN_DIALECT, hardwareTile);
  expect(await known()).not.toBeNull();
  await tuner.forget(tier, PLAIN_DIALECT);
  expect(await known()).toBeNull();
  compiled.resolve({});
});
