import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStale } from '../../../scripts/build';

const EARLY = new Date('2024-01-01');
const BUILT = new Date('2024-01-02');
const LATE = new Date('2024-01-03');

let root = '';

function write(file: string, time: Date): void {
  const absolute = path.join(root, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, '');
  utimesSync(absolute, time, time);
  utimesSync(path.dirname(absolute), EARLY, EARLY);
}

function stale(): boolean {
  return isStale(root, path.join(root, 'dist'));
}

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'impasto-build-'));
  write('src/studio/studio.ts', EARLY);
  write('models/lite/weights.bin', EARLY);
  write('index.html', EARLY);
  write('dist/index.html', BUILT);
  utimesSync(path.join(root, 'src'), EARLY, EARLY);
  utimesSync(path.join(root, 'models'), EARLY, EARLY);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

test('a build newer than its sources is kept', () => {
  expect(stale()).toBe(false);
});

test('a missing build is stale', () => {
  rmSync(path.join(root, 'dist'), { recursive: true });
  expect(stale()).toBe(true);
});

test.each(['src/studio/studio.ts', 'models/lite/weights.bin', 'index.html', 'components/new.ts'])(
  'a change of %s makes the build stale',
  (file) => {
    write(file, LATE);
    expect(stale()).toBe(true);
  },
);

test('a removed source makes the build stale', () => {
  rmSync(path.join(root, 'src/studio/studio.ts'));
  utimesSync(path.join(root, 'src/studio'), LATE, LATE);
  expect(stale()).toBe(true);
});

test('a change of the tests or the documentation does not', () => {
  write('test/unit/x.test.ts', LATE);
  write('docs/architecture.md', LATE);
  expect(stale()).toBe(false);
});
