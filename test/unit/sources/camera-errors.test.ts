import { expect, test } from 'vitest';
import { cameraErrorFrom } from '../../../src/sources/camera-errors';

test.each([
  ['Permission denied', 'address bar'],
  ['Permission denied by system', 'privacy settings'],
])('a camera that is refused for "%s" is looked for in the %s', (message, place) => {
  const { code, message: sentence } = cameraErrorFrom(
    new DOMException(message, 'NotAllowedError'),
    false,
  ).report;
  expect(code).toBe('camera-denied');
  expect(sentence).toContain(place);
});
