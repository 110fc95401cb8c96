import type { MediaActions, MediaState } from '../../../src/studio/media';

/** Nothing open, nothing recorded. */
export const NO_MEDIA: MediaState = {
  formats: [
    { format: 'mp4', available: true, reason: null, description: 'H.264, AAC' },
    { format: 'webm', available: true, reason: null, description: 'VP9, Opus' },
    { format: 'gif', available: true, reason: null, description: 'no sound' },
    { format: 'png', available: true, reason: null, description: 'no sound' },
  ],
  desk: {
    status: 'empty',
    name: null,
    probe: null,
    choices: { format: 'mp4', range: null, longSide: null, bitrate: 'standard', sound: true },
    resolutions: [],
    plan: null,
    error: null,
  },
  timeline: null,
  waiting: [],
  exports: { items: [], current: null },
  microphone: { available: true, reason: null, open: false, devices: [], deviceId: null, error: null },
  recorder: {
    status: 'idle',
    seconds: 0,
    bytes: 0,
    limit: Infinity,
    sound: false,
    clipId: null,
    error: null,
  },
  clips: { status: 'ready', clips: [], recoverable: [], deleted: null, storage: null, error: null },
  canShare: false,
};

/** Remembers what was asked for. */
export function recordingActions(calls: [name: string, ...args: unknown[]][]): MediaActions {
  return new Proxy({} as MediaActions, {
    get: (_, name: keyof MediaActions) =>
      name === 'microphoneLevel'
        ? () => 0.4
        : (...args: unknown[]) => void calls.push([name, ...args.map(plain)]),
  });
}

function plain(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((item: unknown) => (item instanceof File ? item.name : item))
    : value;
}
