import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Microphone } from '../../../src/media/microphone';
import { Deferred } from '../studio/fakes';

const DEVICES = [{ kind: 'audioinput', deviceId: 'a', label: 'A' }];

/** Tracks that were handed out and not stopped. */
let live = 0;
let devices: Deferred<typeof DEVICES>;

function openStream() {
  live++;
  const stop = () => {
    live--;
  };
  const track = { stop, getSettings: () => ({ deviceId: 'a' }), addEventListener: () => undefined };
  return Promise.resolve({ getTracks: () => [track], getAudioTracks: () => [track] });
}

beforeEach(() => {
  live = 0;
  devices = new Deferred();
  const mediaDevices = { getUserMedia: openStream, enumerateDevices: () => devices.promise };
  vi.stubGlobal('navigator', { mediaDevices });
  const context = {
    createAnalyser: () => ({}),
    createMediaStreamSource: () => ({ connect: () => undefined }),
    close: () => Promise.resolve(),
  };
  vi.stubGlobal('AudioContext', function () {
    return context;
  });
});

afterEach(() => vi.unstubAllGlobals());

test('is on with its devices', async () => {
  const microphone = new Microphone();
  const opened = microphone.open();
  devices.resolve(DEVICES);
  await opened;
  expect(microphone.state).toMatchObject({ open: true, deviceId: 'a', devices: [{ id: 'a', label: 'A' }] });
  expect(live).toBe(1);
});

test('switched off while its devices are looked up, stays off', async () => {
  const microphone = new Microphone();
  const opened = microphone.open();
  await Promise.resolve();
  microphone.close();
  devices.resolve(DEVICES);
  await opened;
  expect([microphone.state.open, microphone.track, live]).toEqual([false, null, 0]);
});

test('is opening until it is open, or until it is switched off', async () => {
  const microphone = new Microphone();
  const first = microphone.open();
  const second = microphone.open('a');
  expect(microphone.opening).toBe(second);
  await first;
  expect(microphone.opening).toBe(second);
  devices.resolve(DEVICES);
  await second;
  expect([microphone.opening, live]).toEqual([null, 1]);
  void microphone.open();
  microphone.close();
  expect(microphone.opening).toBeNull();
});

test.each([
  ['Permission denied', 'address bar'],
  ['Permission denied by system', 'privacy settings'],
])('that is refused for "%s" is looked for in the %s', async (message, place) => {
  const getUserMedia = () => Promise.reject(new DOMException(message, 'NotAllowedError'));
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  const microphone = new Microphone();
  await microphone.open();
  expect(microphone.state.error?.code).toBe('microphone-denied');
  expect(microphone.state.error?.message).toContain(place);
});

test('that cannot be listened to is let go', async () => {
  vi.stubGlobal('AudioContext', function () {
    throw new Error('no sound hardware');
  });
  const microphone = new Microphone();
  await microphone.open();
  expect(microphone.state).toMatchObject({ open: false, error: { code: 'microphone-missing' } });
  expect([microphone.track, live]).toEqual([null, 0]);
});
