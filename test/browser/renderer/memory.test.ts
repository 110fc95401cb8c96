import { test } from 'vitest';
import { leavesNothing } from './leaves-nothing';

// On software adapters frames are slow; `npm run soak` paints 300 there too.
test.each([
  { backend: 'wasm', gpu: 'none', warm: 40, total: 100 },
  { backend: 'webgl', gpu: 'webgl', warm: 10, total: 30 },
  { backend: 'webgpu', gpu: 'webgpu', warm: 10, total: 30 },
] as const)('$total frames on $backend at size 64 leave nothing behind', ({ backend, gpu, warm, total }) =>
  leavesNothing(backend, gpu, warm, total),
);
