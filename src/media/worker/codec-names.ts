import type { AudioCodec, VideoCodec } from 'mediabunny';

const NAMES: Readonly<Partial<Record<AudioCodec | VideoCodec, string>>> = {
  avc: 'H.264',
  hevc: 'H.265 (HEVC)',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
  aac: 'AAC',
  opus: 'Opus',
  mp3: 'MP3',
  vorbis: 'Vorbis',
  flac: 'FLAC',
  ac3: 'Dolby AC-3',
  eac3: 'Dolby E-AC-3',
  dts: 'DTS',
};

/** The codec as people know it. */
export function codecName(codec: AudioCodec | VideoCodec): string {
  return NAMES[codec] ?? (codec.startsWith('pcm') ? 'PCM' : codec);
}

/** The name of a codec that mediabunny does not know, from the container's own identifier. */
export function foreignCodecName(id: string | number | Uint8Array | null): string {
  return typeof id === 'string' && id.trim() !== '' ? `“${id.trim()}”` : 'an unknown codec';
}
