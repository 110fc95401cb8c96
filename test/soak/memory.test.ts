import { test } from 'vitest';
import { leavesNothing } from '../browser/renderer/leaves-nothing';

test.each([
  { backend: 'wasm', gpu: 'none' },
  { backend: 'webgl', gpu: 'webgl' },
  { backend: 'webgpu', gpu: 'webgpu' },
] as const)('300 frames on $backend at size 64 leave nothing behind', ({ backend, gpu }) =>
  leavesNothing(backend, gpu, 100, 300),
);
