import { expect, test } from 'vitest';
import { ImpastoError } from '../../../src/protocol/errors';
import { onDevice } from '../../../src/worker/lost-device';

const never = new Promise<string>(() => undefined);
const soon = new Promise<string>((resolve) => setTimeout(resolve, 20, 'unplugged'));
const breaking = () => Promise.reject(new TypeError('texture is null'));

test('work that breaks shortly before the loss of its device is announced fails with the loss', async () => {
  await expect(onDevice({ lost: soon }, breaking)).rejects.toMatchObject({
    report: { code: 'device-lost', detail: 'unplugged' },
  });
});

test('work that breaks on a device that is there fails as it did', async () => {
  await expect(onDevice({ lost: never }, breaking)).rejects.toThrow('texture is null');
});

test('what is already a sentence for a person stays as it is', async () => {
  const said = new ImpastoError('model-missing', 'There is no such network.');
  await expect(onDevice({ lost: soon }, () => Promise.reject(said))).rejects.toBe(said);
});

test('work that succeeds gives its result', async () => {
  await expect(onDevice({ lost: never }, () => Promise.resolve(7))).resolves.toBe(7);
});
