import { afterAll, test } from 'vitest';
import { leavesNothing, type Remains } from '../browser/renderer/leaves-nothing';
import type { Row } from '../report';
import { record } from './results';

const WARM = 100;
const TOTAL = 300;
const MEGABYTE = 2 ** 20;

const rows: Row[] = [];
let version = '';

function row(backend: string, { browser, tensors, gpuBytes, heapBytes }: Remains): Row {
  version = browser;
  const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(2);
  const [heapBefore, heapAfter] = heapBytes;
  return {
    backend,
    tensors: tensors.join(' → '),
    'GPU MB': gpuBytes.map(megabytes).join(' → '),
    'JS heap MB': heapBytes.map(megabytes).join(' → '),
    'JS heap growth MB': megabytes(heapAfter - heapBefore),
  };
}

const BACKENDS = [
  { backend: 'wasm', gpu: 'none' },
  { backend: 'webgl', gpu: 'webgl' },
  { backend: 'webgpu', gpu: 'webgpu' },
] as const;

test.each(BACKENDS)('300 frames on $backend at size 64 leave nothing behind', ({ backend, gpu }) =>
  leavesNothing(backend, gpu, WARM, TOTAL, (remains) => rows.push(row(backend, remains))),
);

afterAll(() => {
  // A part of them, asked for by name, is no report.
  if (rows.length < BACKENDS.length) return;
  record(
    'frames',
    `${TOTAL} frames leave nothing behind`,
    `What there is at size 64 after ${WARM} frames and after ${TOTAL}. On WASM the heap is that of the page alone, since its waiting threads never answer the measurement of all.`,
    version,
    rows,
  );
});
