import { afterEach, expect, it, vi } from 'vitest';
import type { ErrorReport } from '../../../src/protocol/errors';
import { ImpastoError } from '../../../src/protocol/errors';
import { AddedStyles } from '../../../src/studio/added-styles';
import { settle, Workbench } from './fakes';

const UNSUITABLE = new ImpastoError('style-unsuitable', 'This is not a style.');
const UNKEPT = { code: 'storage-failed', message: 'It is not kept.' } as const;

afterEach(() => void vi.restoreAllMocks());

function adding(unkept: ErrorReport | null = null): void {
  vi.spyOn(AddedStyles.prototype, 'add').mockResolvedValue({ id: 'scream', unkept });
}

it('a style that is added settles what was said of another, and nothing else', async () => {
  const bench = new Workbench();
  vi.spyOn(AddedStyles.prototype, 'add').mockRejectedValue(UNSUITABLE);
  await bench.studio.addStyle([]);
  expect(bench.studio.state.error?.code).toBe('style-unsuitable');
  adding();
  await bench.studio.addStyle([]);
  expect(bench.studio.state.error).toBeNull();
  bench.spawnErrors.push(new ImpastoError('no-backend', 'None.'));
  await bench.attach();
  await bench.studio.addStyle([]);
  expect(bench.studio.state).toMatchObject({ error: { code: 'no-backend' }, canRetry: true });
  adding(UNKEPT);
  await bench.studio.addStyle([]);
  await settle();
  expect(bench.studio.state.error).toEqual(UNKEPT);
});
