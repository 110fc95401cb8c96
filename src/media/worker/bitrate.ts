import type { VideoCodec } from 'mediabunny';
import type { BitratePreset } from '../../protocol/media';
import type { Size } from '../../protocol/quality';

/** Bits per pixel and frame for H.264; brush strokes have more detail than photographs. */
const BITS_PER_PIXEL: Readonly<Record<BitratePreset, number>> = { small: 0.07, standard: 0.14, high: 0.28 };

/** What other codecs need of that for the same picture. */
const EFFICIENCY: Readonly<Partial<Record<VideoCodec, number>>> = { vp9: 0.7, av1: 0.55 };

/** Frame rates beyond this add little, since neighbouring frames are nearly alike. */
const FULL_RATE = 30;
const FLOOR = 250_000;

/** Of sound, bits per second; transparent for stereo Opus, good for AAC. */
export const AUDIO_BITRATE = 160_000;

/** Bits per second for a codec, size, frame rate and preset. */
export function videoBitrate(
  codec: VideoCodec,
  size: Size,
  frameRate: number,
  preset: BitratePreset,
): number {
  const rate = Math.min(frameRate, FULL_RATE) + Math.max(0, frameRate - FULL_RATE) * 0.5;
  const bits = size.width * size.height * rate * BITS_PER_PIXEL[preset] * (EFFICIENCY[codec] ?? 1);
  return Math.round(Math.max(FLOOR, bits));
}
