import { test } from 'vitest';
import { leavesNothing } from './leaves-nothing';

// On software adapters frames are slow; `npm run soak` paints 300 there too.
test.each([
  { backend: 'wasm', gpu: 'none', warm: 30, total: 70 },
  { backend: 'webgl', gpu: 'webgl', warm: 8, total: 20 },
  { backend: 'webgpu', gpu: 'webgpu', warm: 8, total: 20 },
] as const)('$total frames on $backend at size 64 leave nothing behind', ({ backend, gpu, warm, total }) =>
  leavesNothing(backend, gpu, warm, total),
);
