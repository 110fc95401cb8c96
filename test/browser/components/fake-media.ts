import { NOTHING_LOADED } from '../../../src/media/clip-library-state';
import type { ExportSettings, MediaProbe } from '../../../src/protocol/media';
import type { Clip, ExportItem, MediaActions, MediaState } from '../../../src/studio/media';

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
    track: null,
    choices: {
      format: 'mp4',
      videoTrack: null,
      range: null,
      longSide: null,
      bitrate: 'standard',
      sound: true,
    },
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
  clips: { ...NOTHING_LOADED, status: 'ready' },
  canShare: false,
  canSave: false,
};

const PROBE: MediaProbe = {
  container: 'MP4',
  duration: 12,
  video: [
    {
      id: 1,
      codec: 'H.264',
      size: { width: 1280, height: 720 },
      range: { start: 0, end: 12 },
      frames: 360,
      frameRate: 30,
      variableFrameRate: false,
      alpha: false,
      problem: null,
    },
  ],
  audio: [
    {
      id: 2,
      codec: 'AC-3',
      channels: 2,
      sampleRate: 48_000,
      duration: 12,
      language: 'und',
      problem: 'This browser cannot decode AC-3 sound.',
    },
  ],
  poster: null,
  notes: [],
};

/** A video is open that loses its sound, in a browser that writes no GIFs. */
const VIDEO_OPEN: MediaState = {
  ...NO_MEDIA,
  formats: (NO_MEDIA.formats ?? []).map((known) =>
    known.format === 'gif' ? { ...known, available: false, reason: 'there is no room for it.' } : known,
  ),
  desk: {
    ...NO_MEDIA.desk,
    status: 'ready',
    name: 'street.mp4',
    probe: PROBE,
    resolutions: [
      { longSide: null, title: 'Source (1280×720)' },
      { longSide: 1920, title: '1920×1080' },
    ],
    plan: {
      format: 'mp4',
      videoTrack: 1,
      size: { width: 1280, height: 720 },
      codec: 'H.264',
      bitrate: 4_000_000,
      range: { start: 0, end: 12 },
      frames: 360,
      audio: [{ track: 2, how: 'drop', codec: 'AC-3' }],
      estimatedBytes: 6_100_000,
      notes: [],
    },
  },
  timeline: { position: 3.2, duration: 12 },
};

const SETTINGS: ExportSettings = {
  format: 'mp4',
  videoTrack: null,
  range: null,
  longSide: null,
  bitrate: 'standard',
  sound: true,
  paint: { mix: { weights: {}, strength: 1 }, quality: 'fast', workingSide: null, smoothing: 0 },
};

const ITEM: ExportItem = {
  id: 'running',
  name: 'street.mp4',
  settings: SETTINGS,
  status: 'running',
  progress: {
    framesDone: 41,
    frames: 225,
    share: 0.182,
    fps: 6.3,
    secondsLeft: 29,
    bytes: 1_000_000,
    tier: 'lite',
    workingSize: null,
    thumbnail: null,
  },
  thumbnail: null,
  clipId: null,
  notes: [],
  error: null,
};

/** One export runs, one waits, one was cancelled and left something, and a file waits to be exported. */
const EXPORTING: MediaState = {
  ...VIDEO_OPEN,
  exports: {
    items: [
      ITEM,
      { ...ITEM, id: 'next', name: 'meadow.mov', status: 'waiting', progress: null },
      { ...ITEM, id: 'ended', name: 'bees.mp4', status: 'cancelled', clipId: 'bees' },
    ],
    current: ITEM,
  },
  waiting: [{ id: 'file-1', name: 'flow.mkv', probe: PROBE, problem: null }],
};

function clip(id: string, change: Partial<Clip> = {}): Clip {
  return {
    id,
    name: `${id}, painted`,
    kind: 'export',
    format: 'mp4',
    mimeType: 'video/mp4',
    size: { width: 1280, height: 720 },
    frames: 225,
    duration: 7.5,
    bytes: 4_123_456,
    sound: true,
    complete: true,
    notes: [],
    createdAt: 0,
    deletedAt: null,
    url: `data:text/plain,${id}`,
    thumbnailUrl: null,
    fileName: `${id}, painted.mp4`,
    ...change,
  };
}

const CLIPS: MediaState = {
  ...NO_MEDIA,
  clips: {
    status: 'ready',
    clips: [clip('street'), clip('bees', { format: 'gif', complete: false })],
    recoverable: [
      {
        id: 'wreck',
        name: 'Recording 10.00',
        startedAt: 1_790_000_000_000,
        recovering: false,
      },
    ],
    deleted: { id: 'old', name: 'old one' },
    saving: [],
    storage: { clips: 8_246_912, used: 9_000_000, quota: 4_200_000_000 },
    error: null,
  },
  canShare: true,
  canSave: true,
};

/** States to put the page into. */
export const MEDIA_STATES = { NO_MEDIA, VIDEO_OPEN, EXPORTING, CLIPS } as const;

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
