import {
  type AudioCodec,
  type AudioEncodingConfig,
  canEncodeAudio,
  canEncodeVideo,
  Quality,
  type VideoCodec,
} from 'mediabunny';
import type { ClipFormat, FormatAvailability, SoundFormat } from '../../protocol/media';
import { CLIP_FORMATS } from '../../protocol/media';
import type { Size } from '../../protocol/quality';
import { AUDIO_BITRATE } from './bitrate';
import { codecName } from './codec-names';

export type VideoFormat = Extract<ClipFormat, 'mp4' | 'webm'>;

/** In order of preference. */
const VIDEO_CODECS: Readonly<Record<VideoFormat, readonly VideoCodec[]>> = {
  mp4: ['avc'],
  webm: ['vp9', 'av1', 'vp8'],
};
const AUDIO_CODECS: Readonly<Record<VideoFormat, readonly AudioCodec[]>> = {
  mp4: ['aac', 'opus'],
  webm: ['opus'],
};
/** What players commonly accept in the container, so that it is copied as it is. */
const COPIED: Readonly<Record<VideoFormat, readonly AudioCodec[]>> = {
  mp4: ['aac', 'opus', 'mp3', 'flac', 'ac3', 'eac3'],
  webm: ['opus', 'vorbis'],
};

const TYPICAL_SIZE: Size = { width: 1280, height: 720 };

export function isVideoFormat(format: ClipFormat): format is VideoFormat {
  return format === 'mp4' || format === 'webm';
}

/** The codec a format is written with at a size; null if the browser encodes none of them there. */
export async function videoCodecFor(
  format: VideoFormat,
  size: Size,
  bitrate = 2_000_000,
): Promise<VideoCodec | null> {
  for (const codec of VIDEO_CODECS[format]) {
    if (await canEncodeVideo(codec, { ...size, quality: new Quality({ bitrate }) })) return codec;
  }
  return null;
}

export function canCopyAudio(format: VideoFormat, codec: AudioCodec | null): codec is AudioCodec {
  return codec !== null && COPIED[format].includes(codec);
}

/** What sound is transcoded to; null if the browser encodes nothing that the format holds. */
export function audioCodecFor(format: VideoFormat, numberOfChannels = 2): Promise<AudioCodec | null> {
  return firstAudioCodec(format, transcoded(numberOfChannels));
}

/** How sound is encoded as it is heard; null if the browser encodes nothing that the format holds. */
export async function liveSoundEncoding(
  format: VideoFormat,
  sound: SoundFormat,
): Promise<AudioEncodingConfig | null> {
  const quality = new Quality({ bitrate: AUDIO_BITRATE });
  const codec = await firstAudioCodec(format, sound);
  if (codec) return { codec, quality };
  // Only where nothing takes it as it is: resampling gathers some seconds, which a crash would lose.
  const transform = transcoded(sound.numberOfChannels);
  const usual = await firstAudioCodec(format, transform);
  return usual && { codec: usual, quality, transform };
}

async function firstAudioCodec(format: VideoFormat, sound: SoundFormat): Promise<AudioCodec | null> {
  const options = { ...sound, quality: new Quality({ bitrate: AUDIO_BITRATE }) };
  for (const codec of AUDIO_CODECS[format]) if (await canEncodeAudio(codec, options)) return codec;
  return null;
}

/** Hz; Opus knows no other, AAC is at home there too. */
export const TRANSCODED_RATE = 48_000;

function transcoded(numberOfChannels: number): SoundFormat {
  return { sampleRate: TRANSCODED_RATE, numberOfChannels: Math.min(2, numberOfChannels) };
}

/** Every format, and why one cannot be written in this browser. */
export async function formatAvailability(): Promise<readonly FormatAvailability[]> {
  return Promise.all(CLIP_FORMATS.map(availabilityOf));
}

async function availabilityOf(format: ClipFormat): Promise<FormatAvailability> {
  if (format === 'gif') {
    return {
      format,
      available: true,
      reason: null,
      description: '256 colours, up to 640 pixels and 50 frames a second, no sound',
    };
  }
  if (format === 'png') {
    return {
      format,
      available: true,
      reason: null,
      description: 'Every frame as a lossless picture, in a ZIP file, no sound',
    };
  }
  const video = 'VideoEncoder' in globalThis ? await videoCodecFor(format, TYPICAL_SIZE) : null;
  if (video === null) return unavailable(format);
  const audio = await audioCodecFor(format);
  const sound =
    audio === null ? 'sound only where it can be copied' : `${codecName(audio)} sound, copied where possible`;
  return { format, available: true, reason: null, description: `${codecName(video)}, ${sound}` };
}

function unavailable(format: VideoFormat): FormatAvailability {
  const names = VIDEO_CODECS[format].map(codecName).join(', ');
  return {
    format,
    available: false,
    reason: `This browser cannot encode ${names}.`,
    description: 'Not available in this browser',
  };
}
