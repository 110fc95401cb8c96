import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface Stream {
  readonly codec_type: string;
  readonly codec_name: string;
  readonly width?: number;
  readonly height?: number;
}

/** What ffprobe reads from a file, every packet looked at. */
export interface Probed {
  readonly video: Stream | null;
  readonly audio: readonly Stream[];
  /** Seconds, of the frames in order of presentation. */
  readonly times: readonly number[];
  /** Seconds from the first to the end of the last frame. */
  readonly videoSeconds: number;
  /** Seconds from the first to the end of the last packet of the first sound track; 0 without one. */
  readonly audioSeconds: number;
  /** Seconds, as the container says. */
  readonly duration: number;
}

function ffprobe(args: readonly string[]): unknown {
  const result = spawnSync('ffprobe', ['-v', 'error', '-of', 'json', ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(result.stdout);
}

export function probeWithFfmpeg(file: string): Probed {
  const { streams, format } = ffprobe(['-show_streams', '-show_format', file]) as {
    streams: Stream[];
    format: { duration?: string };
  };
  const packets = (kind: string) => {
    const entries = ['-select_streams', `${kind}:0`, '-show_entries', 'packet=pts_time,duration_time'];
    const { packets: found } = ffprobe([...entries, file]) as {
      packets: { pts_time?: string; duration_time?: string }[];
    };
    return found
      .map(({ pts_time, duration_time }) => ({ at: Number(pts_time), for: Number(duration_time ?? 0) }))
      .sort((a, b) => a.at - b.at);
  };
  const seconds = (found: ReturnType<typeof packets>) => {
    const [first, last] = [found[0], found.at(-1)];
    return first && last ? last.at + last.for - first.at : 0;
  };
  const frames = packets('v');
  return {
    video: streams.find(({ codec_type }) => codec_type === 'video') ?? null,
    audio: streams.filter(({ codec_type }) => codec_type === 'audio'),
    times: frames.map(({ at }) => at),
    videoSeconds: seconds(frames),
    audioSeconds: seconds(packets('a')),
    duration: Number(format.duration ?? 0),
  };
}

/** RGB of one frame, upright, `side`×`side`, averaged: the scaler's other filters fail at such reductions. */
export function coloursOf(file: string, frame: number, side = 24): Uint8Array {
  const filter = `select=eq(n\\,${frame}),scale=${side}:${side}:flags=area`;
  const args = [
    '-v',
    'error',
    '-i',
    file,
    '-vf',
    filter,
    '-frames:v',
    '1',
    '-pix_fmt',
    'rgb24',
    '-f',
    'rawvideo',
    '-',
  ];
  return new Uint8Array(spawnSync('ffmpeg', args, { maxBuffer: 2 ** 26 }).stdout);
}

/** A folder for the files of one test file. */
export class ScratchFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'impasto-media-'));

  write(name: string, data: Buffer | string): string {
    const file = path.join(this.path, name);
    writeFileSync(file, data);
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
