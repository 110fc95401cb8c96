/** A camera that flashes and a microphone that ticks, once a second on one clock; and how far a clip of both is off. */
import { spawnSync } from 'node:child_process';
import { probeWithFfmpeg } from '../browser/media/ffprobe';

/**
 * Puts the metronome in the place of `getUserMedia`; for `addInitScript`. A picture is white above and black below, and
 * the other way round in a flash: painting keeps where it is light, not how light it is.
 */
export function installMetronome(): void {
  const [width, height] = [320, 180];
  const flash = 0.25;
  const started: { clock: { context: AudioContext; begin: number } | null } = { clock: null };

  const clockOf = async () => {
    if (started.clock) return started.clock;
    const context = new AudioContext({ sampleRate: 48_000 });
    await context.resume();
    started.clock = { context, begin: Math.ceil(context.currentTime + 0.5) };
    return started.clock;
  };

  const microphone = async () => {
    const { context, begin } = await clockOf();
    const destination = context.createMediaStreamDestination();
    const oscillator = new OscillatorNode(context, { frequency: 1000 });
    const gain = new GainNode(context, { gain: 0 });
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    let next = begin;
    // Ahead of time, since the clock of the page is not the sound's.
    const schedule = () => {
      for (; next < context.currentTime + 5; next++) {
        if (next < context.currentTime) continue;
        gain.gain.setValueAtTime(1, next);
        gain.gain.setValueAtTime(0, next + flash);
      }
    };
    schedule();
    setInterval(schedule, 500);
    return destination.stream;
  };

  const camera = async () => {
    const { context, begin } = await clockOf();
    const Generator = (
      globalThis as unknown as {
        MediaStreamTrackGenerator: new (init: { kind: 'video' }) => MediaStreamTrack & {
          readonly writable: WritableStream<VideoFrame>;
        };
      }
    ).MediaStreamTrackGenerator;
    const track = new Generator({ kind: 'video' });
    track.getSettings = () => ({ width, height, frameRate: 30, deviceId: 'metronome' });
    const writer = track.writable.getWriter();
    const canvas = new OffscreenCanvas(width, height);
    const drawing = canvas.getContext('2d', { willReadFrequently: true });
    setInterval(() => {
      const since = context.currentTime - begin;
      const on = since >= 0 && since % 1 < flash;
      if (!drawing || (writer.desiredSize ?? 0) <= 0) return;
      drawing.fillStyle = on ? 'black' : 'white';
      drawing.fillRect(0, 0, width, height / 2);
      drawing.fillStyle = on ? 'white' : 'black';
      drawing.fillRect(0, height / 2, width, height / 2);
      const frame = new VideoFrame(canvas, { timestamp: Math.round(performance.now() * 1000) });
      writer.write(frame).catch(() => undefined);
    }, 1000 / 30);
    return new MediaStream([track]);
  };

  navigator.mediaDevices.getUserMedia = (wanted) => (wanted?.video ? camera() : microphone());
}

export interface Sync {
  readonly flashes: number;
  /** Seconds from the first to the last flash. */
  readonly span: number;
  /** Seconds by which sound is off the time between the last dark frame and the first bright one; 0 if in it. */
  readonly worst: number;
  /** Seconds from the tick to the first bright frame: half a frame if nothing is off. */
  readonly median: number;
  readonly framesPerSecond: number;
}

/** How well flashes and ticks of a clip agree. Throws if there is a flash without a tick. */
export function syncOf(file: string): Sync {
  const frames = halves(file);
  const ticks = onsets(loudness(file));
  const flashes = frames.flatMap(({ time, on }, index) => {
    const before = frames[index - 1];
    // The tick of a flash with which the clip begins may have begun before it.
    return on && before && !before.on && time > 0.5 ? [{ from: before.time, to: time }] : [];
  });
  const delays = flashes.map(({ from, to }) => {
    const tick = ticks.find((at) => Math.abs(at - to) < 0.5);
    if (tick === undefined) throw new Error(`no tick near the flash at ${to}; ticks at ${ticks.join()}`);
    return { off: Math.max(0, from - tick, tick - to), late: to - tick };
  });
  const late = delays.map((delay) => delay.late).sort((a, b) => a - b);
  const [first, last] = [flashes[0], flashes.at(-1)];
  return {
    flashes: flashes.length,
    span: first && last ? last.to - first.to : 0,
    worst: Math.max(...delays.map(({ off }) => off)),
    median: late[Math.floor(late.length / 2)] ?? NaN,
    framesPerSecond: frames.length / ((frames.at(-1)?.time ?? 0) - (frames[0]?.time ?? 0)),
  };
}

interface Level {
  readonly time: number;
  readonly on: boolean;
}

function onsets(levels: readonly Level[]): number[] {
  return levels.flatMap(({ time, on }, index) => (on && levels[index - 1]?.on === false ? [time] : []));
}

/** Of every frame, whether it is lighter below. */
function halves(file: string): Level[] {
  const filter = ['-vf', 'scale=1:2:flags=area', '-fps_mode', 'passthrough'];
  const { stdout } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, ...filter, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'],
    { maxBuffer: 2 ** 24 },
  );
  return probeWithFfmpeg(file).times.map((time, index) => ({
    time,
    on: (stdout[2 * index + 1] ?? 0) > (stdout[2 * index] ?? 0),
  }));
}

const RATE = 8000;
const WINDOW = RATE / 200;
/** Loudness of a tick against silence. */
const LOUD = 0.2;

/** In windows of 5 ms, on the clock of the file. */
function loudness(file: string): Level[] {
  const asked = ['-select_streams', 'a', '-show_entries', 'stream=start_time', '-of', 'csv=p=0'];
  const start = Number(spawnSync('ffprobe', ['-v', 'error', ...asked, file], { encoding: 'utf8' }).stdout);
  const args = ['-v', 'error', '-i', file, '-vn', '-ac', '1', '-ar', String(RATE), '-f', 'f32le', '-'];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 2 ** 28 });
  const samples = new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.byteLength / 4));
  return Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, index) => {
    const window = samples.subarray(index * WINDOW, (index + 1) * WINDOW);
    return { time: start + (index * WINDOW) / RATE, on: window.some((value) => Math.abs(value) > LOUD) };
  });
}
