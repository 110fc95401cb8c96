/** What has to become of the real clips of ../shared/data/clips when the page exports them. */
import { expect } from 'vitest';
import { probeWithFfmpeg } from '../browser/media/ffprobe';
import { decodeFrames } from '../ffmpeg';
import type { Picture } from '../png';

export interface RealClip {
  readonly name: string;
  readonly format: 'MP4' | 'WebM';
  /** End of its first 15 frames, or of what there is, seconds on the timeline. */
  readonly firstFrames: number;
  /** As the option of "Resolution" is valued; '' keeps the source's. */
  readonly longSide: string;
  /** Upright and in square pixels, at that resolution. */
  readonly size: readonly [number, number];
  /** Of the result. */
  readonly audio: readonly string[];
}

export const REAL_CLIPS: readonly RealClip[] = [
  { name: 'flower.mp4', format: 'MP4', firstFrames: 0.5, longSide: '480', size: [480, 270], audio: ['aac'] },
  { name: 'flower.webm', format: 'MP4', firstFrames: 0.5, longSide: '480', size: [480, 270], audio: ['opus'] },
  { name: 'alpha.webm', format: 'MP4', firstFrames: 0.25, longSide: '480', size: [480, 270], audio: [] },
  { name: 'people-walking.mp4', format: 'WebM', firstFrames: 1.5, longSide: '480', size: [480, 270], audio: [] },
  { name: 'rotated-90.mp4', format: 'MP4', firstFrames: 0.625, longSide: '480', size: [270, 480], audio: ['aac'] },
  { name: 'sar-2x1.mp4', format: 'MP4', firstFrames: 0.5, longSide: '', size: [1280, 360], audio: [] },
  { name: 'talking-head.mp4', format: 'MP4', firstFrames: 0.5, longSide: '', size: [192, 144], audio: [] },
  { name: 'variable-frame-rate.mp4', format: 'MP4', firstFrames: 2, longSide: '480', size: [480, 220], audio: [] },
]; // prettier-ignore

/** WebM counts in ms; MP4 times are written in 1/57600 s. */
const TIME_TOLERANCE = 0.0011;
/** Sound is cut where its packets end, seconds. */
const SOUND_TOLERANCE = 0.05;
/** Mean difference of colours in 0…255 by which a frame counts as painted. */
const PAINTED = 3;
const SIDE = 24;
/** Of correlations: vertical bars look the same upside down. */
const ALIKE = 0.03;

/**
 * Compares an export with its source, frame by frame.
 * @param end of the range that was exported, seconds; Infinity for a whole clip
 */
export function expectPainted(source: string, made: string, { size, audio }: RealClip, end: number): void {
  const [given, found] = [probeWithFfmpeg(source), probeWithFfmpeg(made)];
  expect([found.video?.width, found.video?.height]).toEqual(size);

  // Seen from the first frame: ffmpeg delays the start of rotated-90.mp4, whose frames are reordered.
  const first = given.times[0] ?? 0;
  const times = given.times.map((time) => time - first).filter((time) => time < end);
  expect(found.times.length).toBe(times.length);
  for (const [index, time] of times.entries()) {
    const at = (found.times[index] ?? NaN) - (found.times[0] ?? NaN);
    expect(Math.abs(at - time), `time of frame ${index}`).toBeLessThan(TIME_TOLERANCE);
  }
  const seconds = Math.min(end, given.videoSeconds);
  const frame = seconds / times.length;
  expect(Math.abs(found.videoSeconds - seconds)).toBeLessThanOrEqual(frame + TIME_TOLERANCE);

  expect(found.audio.map(({ codec_name }) => codec_name)).toEqual(audio);
  if (audio.length > 0) {
    const sound = Math.min(end, given.audioSeconds);
    expect(Math.abs(found.audioSeconds - sound)).toBeLessThan(SOUND_TOLERANCE);
  }

  const [originals, paintings] = [decodeFrames(source, SIDE, SIDE), decodeFrames(made, SIDE, SIDE)];
  expect(originals.length).toBeGreaterThanOrEqual(times.length);
  expect(paintings.length).toBe(times.length);
  const pairs = paintings.map((painting, index) => [originals[index] ?? painting, painting] as const);
  for (const [index, [original, painting]] of pairs.entries()) {
    expect(meanDifference(original, painting), `painting ${index}`).toBeGreaterThan(PAINTED);
  }
  expectUpright(pairs);
}

function meanDifference(a: Picture, b: Picture): number {
  return a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0) / a.data.length;
}

/** Expects that no other way to hold the paintings makes them more like their originals. */
function expectUpright(pairs: readonly (readonly [Picture, Picture])[]): void {
  const last = SIDE - 1;
  const ways = [
    (x: number, y: number) => [x, y],
    (x: number, y: number) => [last - x, last - y],
    (x: number, y: number) => [last - x, y],
    (x: number, y: number) => [x, last - y],
    (x: number, y: number) => [y, last - x],
    (x: number, y: number) => [last - y, x],
  ] as const;
  const [upright = 0, ...others] = ways.map((way) =>
    pairs.reduce((sum, [original, painting]) => {
      const shown = luma(painting);
      const turned = shown.map((_, index) => {
        const [x = 0, y = 0] = way(index % SIDE, Math.floor(index / SIDE));
        return shown[y * SIDE + x] ?? 0;
      });
      return sum + correlation(luma(original), turned) / pairs.length;
    }, 0),
  );
  expect(upright).toBeGreaterThan(Math.max(...others) - ALIKE);
}

function luma({ data }: Picture): number[] {
  return Array.from({ length: data.length / 4 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * index, 4 * index + 3);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [middleA, middleB] = [mean(a), mean(b)];
  let [both, ownA, ownB] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const [da, db] = [value - middleA, (b[index] ?? 0) - middleB];
    both += da * db;
    ownA += da * da;
    ownB += db * db;
  }
  // A frame of one colour looks the same however it is held.
  return ownA * ownB > 0 ? both / Math.sqrt(ownA * ownB) : 0;
}
