import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Picture } from './png';
import { sharedData } from './shared-data';

export function hasFfmpeg(): boolean {
  return spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Makes a file with ffmpeg and gives its path. What was made before by the same arguments is taken from the system's
 * temporary folder. `extension` says the format: `'mjpeg'`, `'mp4'`, …
 */
export function makeWithFfmpeg(args: readonly string[], extension: string): string {
  const folder = path.join(tmpdir(), 'impasto-fixtures');
  const key = createHash('sha256').update(args.join('\0')).digest('hex').slice(0, 16);
  const file = path.join(folder, `${key}.${extension}`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  // Renamed when whole: another run may be looking for it.
  const unfinished = path.join(folder, `${key}-${process.pid}.${extension}`);
  const result = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args, unfinished], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`ffmpeg failed: ${result.stderr}`);
  renameSync(unfinished, file);
  return file;
}

const FRAME = 'scale=640:360:force_original_aspect_ratio=increase,crop=640:360';

/**
 * A camera file for {@link launchBrowser} from a clip of ../shared/data/clips, 640×360 at 30 frames per second, from
 * `start` on (people-walking is an empty room before) and `seconds` long; null where ffmpeg or the clip is absent.
 */
export function makeCameraFile(clip = 'people-walking.mp4', start = 7, seconds = 6): string | null {
  const source = sharedData(`clips/${clip}`);
  if (source === null || !hasFfmpeg()) return null;
  const { size, mtimeMs } = statSync(source);
  const stamp = `comment=${size}-${mtimeMs}`;
  return makeWithFfmpeg(
    [
      '-ss',
      String(start),
      '-t',
      String(seconds),
      '-i',
      source,
      '-vf',
      FRAME,
      '-r',
      '30',
      '-c:v',
      'mjpeg',
      '-q:v',
      '3',
      '-an',
      '-metadata',
      stamp,
    ],
    'mjpeg',
  );
}

/** A moving test pattern with a tone, as a video file (H.264 and AAC in MP4, VP9 and Opus in WebM). */
export function makeTestVideo(
  format: 'mp4' | 'webm',
  { seconds = 2, width = 320, height = 180, fps = 30 } = {},
): string {
  const codecs =
    format === 'mp4'
      ? ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
      : ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'];
  const picture = `testsrc2=size=${width}x${height}:rate=${fps}:duration=${seconds}`;
  const tone = `sine=frequency=440:sample_rate=48000:duration=${seconds}`;
  return makeWithFfmpeg(['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', tone, ...codecs], format);
}

/** Every frame of a video file at the given size, RGBA. */
export function decodeFrames(file: string, width: number, height: number): Picture[] {
  const result = spawnSync(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      file,
      '-vf',
      `scale=${width}:${height}:flags=area`,
      // Every frame once, however long it is shown.
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgba',
      '-',
    ],
    { maxBuffer: 2 ** 30 },
  );
  if (result.status !== 0) throw new Error(`ffmpeg failed: ${result.stderr.toString()}`);
  const bytes = width * height * 4;
  return Array.from({ length: Math.floor(result.stdout.length / bytes) }, (_, index) => ({
    width,
    height,
    data: result.stdout.subarray(index * bytes, (index + 1) * bytes),
  }));
}
