import {
  type Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  VideoSampleSink,
} from 'mediabunny';
import { ImpastoError } from '../../protocol/errors';
import type { AudioTrackInfo, MediaProbe, VideoTrackInfo } from '../../protocol/media';
import { codecName, foreignCodecName } from './codec-names';
import { endOf, isCountable } from './counting';
import { damaged, describe, unreadable } from './media-errors';
import { openInput } from './open-input';
import { smallJpeg } from './thumbnail';

/** Frames by which a file is judged that is not read through. */
const SAMPLED_FRAMES = 500;
/** More frames than a day at 60 a second are a lie, and counting them would fill the memory. */
const MAX_FRAMES = 24 * 3600 * 60;

/** Reads what a file holds. Throws `ImpastoError`: `media-damaged` or `media-unsupported`. */
export async function probe(file: File): Promise<MediaProbe> {
  if (file.size === 0) {
    throw new ImpastoError('media-damaged', `“${file.name}” is empty. Choose another file.`);
  }
  const input = openInput(file);
  try {
    return await describeInput(file, input);
  } catch (error) {
    throw unreadable(file.name, error);
  } finally {
    input.dispose();
  }
}

async function describeInput(file: File, input: Input): Promise<MediaProbe> {
  const format = await input.getFormat();
  const [video, audio] = [await input.getVideoTracks(), await input.getAudioTracks()];
  if (video.length === 0) {
    const sound = audio.length > 0 ? ' There is only sound in it.' : '';
    throw new ImpastoError(
      'media-unsupported',
      `“${file.name}” holds no video.${sound} Choose another file.`,
    );
  }
  const counted = await isCountable(input);
  // A frame takes a byte at least: tables that claim more are made to do harm.
  const most = Math.min(MAX_FRAMES, file.size);
  const tracks: VideoTrackInfo[] = [];
  for (const track of video) tracks.push(await videoInfo(track, counted, most, numberOf(track, video)));
  const sounds: AudioTrackInfo[] = [];
  for (const track of audio) sounds.push(await audioInfo(track, numberOf(track, audio)));
  const { poster, failure } = await firstPoster(video, tracks);
  if (poster === null && tracks.some(({ problem }) => problem === null)) throw damaged(file.name, failure);
  return {
    container: format.name,
    duration: Math.max(...tracks.map(({ range }) => range.end), ...sounds.map(({ duration }) => duration)),
    video: tracks,
    audio: sounds,
    poster,
    notes:
      video.length > 1
        ? [
            `The file holds ${video.length} video tracks; one is exported. The preview shows the browser’s choice.`,
          ]
        : [],
  };
}

/** Of a track among several, for people: " 2"; nothing where there is but one. */
function numberOf(track: InputTrack, all: readonly InputTrack[]): string {
  return all.length > 1 ? ` ${all.indexOf(track) + 1}` : '';
}

async function videoInfo(
  track: InputVideoTrack,
  counted: boolean,
  most: number,
  number: string,
): Promise<VideoTrackInfo> {
  const stats = await track.computePacketStats(counted ? most : SAMPLED_FRAMES);
  if (counted && stats.packetCount >= most) throw new RangeError(`${stats.packetCount} frames`);
  const rates = await track.computeFrameRateMetrics();
  const codec = await track.getCodec();
  return {
    id: track.id,
    codec: codec === null ? foreignCodecName(await track.getInternalCodecId()) : codecName(codec),
    size: { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() },
    range: { start: Math.max(0, await track.getFirstTimestamp()), end: await endOf(track, counted) },
    frames: counted ? stats.packetCount : null,
    frameRate:
      stats.packetCount > 0 && Number.isFinite(stats.averagePacketRate) ? stats.averagePacketRate : null,
    variableFrameRate: rates.underlyingFrameRate === null && stats.packetCount > 1,
    alpha: await track.canBeTransparent(),
    problem: await problemOf(track, `video track${number}`),
  };
}

async function audioInfo(track: InputAudioTrack, number: string): Promise<AudioTrackInfo> {
  const codec = await track.getCodec();
  return {
    id: track.id,
    codec: codec === null ? foreignCodecName(await track.getInternalCodecId()) : codecName(codec),
    channels: await track.getNumberOfChannels(),
    sampleRate: await track.getSampleRate(),
    duration: (await track.getDurationFromMetadata()) ?? (await track.computeDuration()),
    language: await track.getLanguageCode(),
    problem: await problemOf(track, `audio track${number}`),
  };
}

async function problemOf(track: InputVideoTrack | InputAudioTrack, name: string): Promise<string | null> {
  const codec = await track.getCodec();
  const used = codec === null ? foreignCodecName(await track.getInternalCodecId()) : codecName(codec);
  if (codec !== null && (await track.canDecode())) return null;
  return `The ${name} uses ${used}, which this browser cannot decode.`;
}

/** The first frame of the first track that gives one. A header alone does not show that a track can be decoded. */
async function firstPoster(tracks: readonly InputVideoTrack[], infos: readonly VideoTrackInfo[]) {
  let failure = 'no frame';
  for (const [index, track] of tracks.entries()) {
    if (infos[index]?.problem !== null) continue;
    try {
      const sample = await new VideoSampleSink(track).getSample(await track.getFirstTimestamp());
      if (sample === null) continue;
      try {
        return { poster: await smallJpeg(sample), failure };
      } finally {
        sample.close();
      }
    } catch (error) {
      failure = describe(error);
    }
  }
  return { poster: null, failure };
}
