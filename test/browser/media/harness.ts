/** Runs in the page: the media studio on a real render worker, with files that the test puts into an input. */
import type { Clip } from '../../../src/media/clip-library';
import type { ExportItem } from '../../../src/media/export-queue';
import { probeFile } from '../../../src/media/media-link';
import { createMediaStudio, type MediaStudio } from '../../../src/media/media-studio';
import { catalog } from '../../../src/network/model-catalog';
import type { BackendName } from '../../../src/protocol/backend';
import { toErrorReport, type ErrorReport } from '../../../src/protocol/errors';
import type { ExportSettings } from '../../../src/protocol/media';
import type { Renderer } from '../../../src/renderer/renderer';
import { spawnRenderer } from '../../../src/renderer/spawn-renderer';

const SIDE = 64;
const STRENGTH = 0.6;
const DISPLAY = { width: 320, height: 180 };

let renderer: Renderer | null = null;
export const failures: ErrorReport[] = [];

/** Spawns a renderer as the stage would, in place of the one before. */
export async function spawn(backend: BackendName | null = null): Promise<string> {
  renderer?.dispose();
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  renderer = await spawnRenderer(
    canvas,
    {
      backend,
      excluded: [],
      size: SIDE,
      settings: { mix: mix(), quality: 'fast', mirror: false, compare: 0, smoothing: 0 },
      display: DISPLAY,
      timeOrigin: performance.timeOrigin,
    },
    {
      meters: ignore,
      step: ignore,
      refused: ignore,
      failed: (report) => failures.push(report),
      painted: ignore,
    },
  );
  return renderer.ready.info.backend;
}

export const media: MediaStudio = createdAnew();

/** Another media studio, as the next visit would have it. */
export function createdAnew(): MediaStudio {
  return createMediaStudio({
    openPainter: (port, job) => running().openPainter(port, job),
    startCapture: (port, options) => running().startCapture(port, options),
    stopCapture: () => running().stopCapture(),
  });
}

export function running(): Renderer {
  if (!renderer) throw new Error('spawn first');
  return renderer;
}

/** Settings as the page gives them, painted small. */
export function settings(change: Partial<ExportSettings> = {}): ExportSettings {
  return {
    format: 'mp4',
    videoTrack: null,
    range: null,
    longSide: null,
    bitrate: 'standard',
    sound: true,
    paint: { mix: mix(), quality: 'fast', workingSide: SIDE, smoothing: 0 },
    ...change,
  };
}

export interface Exported {
  readonly item: ExportItem;
  readonly clip: Clip | null;
  /** Of the clip; empty if there is none. */
  readonly base64: string;
  readonly ms: number;
}

/** Exports the input's file from the queue into the library. `cancelAfter`: frames, then it is cancelled. */
export async function exportInput(
  change: Partial<ExportSettings>,
  cancelAfter = Infinity,
): Promise<Exported> {
  await media.clips.loaded;
  const start = performance.now();
  const id = media.exports.add(inputFile(), settings(change));
  const item = await new Promise<ExportItem>((resolve) => {
    const look = () => {
      const found = media.exports.state.items.find((other) => other.id === id);
      if (!found) return;
      if (found.status === 'running' && (found.progress?.framesDone ?? 0) >= cancelAfter)
        media.exports.cancel();
      if (!/^(done|failed|cancelled)$/.test(found.status)) return;
      stop();
      resolve(found);
    };
    const stop = media.exports.subscribe(look);
  });
  const ms = performance.now() - start;
  const clip = media.clips.state.clips.find((other) => other.id === item.clipId) ?? null;
  return { item, clip, base64: clip ? await base64Of(await (await fetch(clip.url)).blob()) : '', ms };
}

export async function newestClip(): Promise<{ clip: Clip; base64: string } | null> {
  const [clip] = media.clips.state.clips;
  return clip ? { clip, base64: await base64Of(await (await fetch(clip.url)).blob()) } : null;
}

/** How long a probe took, and what came of it. */
export async function probeInput() {
  const start = performance.now();
  const done = () => performance.now() - start;
  try {
    return { value: await probeFile(inputFile()), error: null, ms: done() };
  } catch (error) {
    return { value: null, error: toErrorReport(error), ms: done() };
  }
}

/** An input for the test to put files into. */
export function makeInput(): void {
  const input = document.createElement('input');
  input.type = 'file';
  document.body.append(input);
}

export function inputFile(): File {
  const file = document.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0];
  if (!file) throw new Error('no file');
  return file;
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(typeof reader.result === 'string' ? reader.result.replace(/^.*?,/, '') : '');
    };
    reader.readAsDataURL(blob);
  });
}

/** Weak enough that the picture can be recognized, strong enough that it is another. */
function mix() {
  return { weights: { [catalog.styles[0]?.id ?? '']: 1 }, strength: STRENGTH };
}

function ignore(): void {
  // Not looked at here.
}

/** Paints a still scene live, again and again, in another style than the exports'. */
export async function showAnotherStyle() {
  const canvas = new OffscreenCanvas(160, 90);
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (!drawing) throw new Error('no 2D context');
  drawing.fillStyle = 'teal';
  drawing.fillRect(0, 0, 160, 90);
  drawing.fillStyle = 'orange';
  drawing.fillRect(40, 20, 60, 50);
  const weights = { [catalog.styles[1]?.id ?? '']: 1 };
  running().configure({
    mix: { weights, strength: 1 },
    quality: 'fast',
    mirror: false,
    compare: 0,
    smoothing: 0,
  });
  let painted = 0;
  const show = () => {
    const captureTime = performance.now();
    running().submit({ image: new VideoFrame(canvas, { timestamp: captureTime * 1000 }), captureTime });
    painted++;
  };
  const timer = setInterval(show, 50);
  const picture = async () => Array.from(new Uint8Array(await (await running().takePicture()).arrayBuffer()));
  await pause(500);
  return {
    picture,
    async end() {
      clearInterval(timer);
      return { during: await picture(), painted: painted - running().counts.dropped };
    },
  };
}

const FLASH_SECONDS = 0.2;
/** Often, so that a flash is shown soon after its tick; the renderer leaves out what it cannot paint. */
const FRAME_MS = 12;

/** Feeds the renderer a canvas that flashes, and gives a track that ticks, once a second, on one clock. */
export async function startMetronome(): Promise<MediaStreamTrack> {
  const context = new AudioContext({ sampleRate: 48_000 });
  await context.resume();
  const destination = context.createMediaStreamDestination();
  const canvas = new OffscreenCanvas(160, 90);
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (!drawing) throw new Error('no 2D context');
  running().configure({
    mix: { weights: {}, strength: 0 },
    quality: 'fast',
    mirror: false,
    compare: 0,
    smoothing: 0,
  });
  const begin = Math.ceil(context.currentTime + 0.5);
  for (let second = 0; second < 60; second++) {
    const oscillator = new OscillatorNode(context, { frequency: 1000 });
    oscillator.connect(destination);
    oscillator.start(begin + second);
    oscillator.stop(begin + second + FLASH_SECONDS);
  }
  setInterval(() => {
    const captureTime = performance.now();
    const since = context.currentTime - begin;
    drawing.fillStyle = since >= 0 && since % 1 < FLASH_SECONDS ? 'white' : 'black';
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    running().submit({ image: new VideoFrame(canvas, { timestamp: captureTime * 1000 }), captureTime });
  }, FRAME_MS);
  const [track] = destination.stream.getAudioTracks();
  if (!track) throw new Error('no track');
  return track;
}

/** Starts recording the metronome; gives what ends its sound, as pulling the plug does. */
export async function startRecording(format: 'mp4' | 'webm'): Promise<() => void> {
  await media.clips.loaded;
  const soundTrack = await startMetronome();
  await media.recorder.start({ format, size: { width: 160, height: 90 }, frameRate: 30, soundTrack });
  return () => soundTrack.stop();
}

export const recorderState = () => media.recorder.state;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
