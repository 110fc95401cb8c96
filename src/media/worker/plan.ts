import {
  EncodedPacketSink,
  type Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
} from 'mediabunny';
import { ImpastoError } from '../../protocol/errors';
import {
  type AudioPlan,
  CLIP_FORMAT_TITLES,
  type ExportPlan,
  type ExportSettings,
  type TimeRange,
} from '../../protocol/media';
import type { Size } from '../../protocol/quality';
import { AUDIO_BITRATE, videoBitrate } from './bitrate';
import { codecName, foreignCodecName } from './codec-names';
import { audioCodecFor, canCopyAudio, isVideoFormat, videoCodecFor } from './codecs';
import { endOf, isCountable } from './counting';
import { GIF_MAX_RATE } from './writers/gif-timing';
import { outputSize } from './output-size';
import { takePlayerColours } from './player-colours';

/** Compressed size of a painted pixel, bytes, as seen on clips of ours. */
const GIF_BYTES_PER_PIXEL = 0.55;
const PNG_BYTES_PER_PIXEL = 1.9;
/** A pause in the decode order this long means that the range is over. Seconds. */
const REORDERING = 2;
/** A day at 60 a second; see `probe`, which refuses such files. */
const MAX_COUNTED = 24 * 3600 * 60;
const TYPICAL_RATE = 30;
const LEAST_RATE = 15;
/** A frame that ends where the range begins is not shown, whatever its times add up to. Seconds. */
const EPSILON = 1e-6;

/** What {@link planExport} decided, and the tracks it is about. */
export interface PreparedExport {
  readonly plan: ExportPlan;
  readonly video: InputVideoTrack;
  readonly audio: readonly { readonly track: InputAudioTrack; readonly plan: AudioPlan }[];
  /** Time of the source that becomes 0, seconds. */
  readonly origin: number;
  /** Picture and sound of a whole clip each go on to their own end, whatever the header says. */
  readonly pictureRange: TimeRange;
  readonly soundRange: TimeRange;
}

/** Decides everything about an export; throws `ImpastoError` `media-unsupported` where it cannot be done. */
export async function planExport(input: Input, settings: ExportSettings): Promise<PreparedExport> {
  const video = await chooseVideo(input, settings.videoTrack);
  await takePlayerColours(video);
  const source = { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() };
  const size = outputSize(source, settings.longSide, settings.format);
  const countable = await isCountable(input);
  const range = await clampRange(video, settings.range, countable);
  const whole = settings.range === null;
  const pictureRange = whole ? { start: range.start, end: Infinity } : range;
  const frames = countable ? await countFrames(video, pictureRange) : null;
  const rate = frames === null ? TYPICAL_RATE : frames / Math.max(1e-3, range.end - range.start);
  // Few frames on average may come in bursts, of which each needs its share.
  const { codec, bitrate } = await videoPlan(settings, size, Math.max(rate, LEAST_RATE));
  const audio = await planAudio(input, settings);
  const notes = notesOf(settings, source, size, rate, audio);
  const plan: ExportPlan = {
    format: settings.format,
    videoTrack: video.id,
    size,
    codec,
    bitrate,
    range,
    frames,
    audio: audio.map((entry) => entry.plan),
    estimatedBytes: estimate(settings.format, size, frames ?? 0, range, bitrate, audio.length),
    notes,
  };
  const kept = audio.filter((entry) => entry.plan.how !== 'drop');
  const soundRange = whole ? { start: 0, end: Infinity } : range;
  const origin = whole ? await beginningOf([video, ...kept.map(({ track }) => track)]) : range.start;
  return { plan, video, audio: kept, origin, pictureRange, soundRange };
}

/** Where the earliest of the tracks begins: in a transport stream anywhere. What lies before 0 is not shown. */
async function beginningOf(tracks: readonly InputTrack[]): Promise<number> {
  const starts = await Promise.all(tracks.map((track) => track.getFirstTimestamp()));
  return Math.max(0, Math.min(...starts));
}

async function chooseVideo(input: Input, id: number | null): Promise<InputVideoTrack> {
  const tracks = await input.getVideoTracks();
  for (const track of tracks) {
    if (id !== null ? track.id === id : await track.canDecode()) return track;
  }
  const [first] = tracks;
  if (!first) throw new ImpastoError('media-unsupported', 'The file holds no video. Choose another file.');
  const codec = await first.getCodec();
  const name = codec === null ? foreignCodecName(await first.getInternalCodecId()) : codecName(codec);
  throw new ImpastoError(
    'media-unsupported',
    `The video track uses ${name}, which this browser cannot decode. Convert the file to H.264 first.`,
  );
}

async function clampRange(
  video: InputVideoTrack,
  wanted: TimeRange | null,
  countable: boolean,
): Promise<TimeRange> {
  const start = Math.max(0, await video.getFirstTimestamp());
  const end = (await video.getDurationFromMetadata()) ?? (await video.computeDuration());
  // A header may round the end down.
  if (!wanted) return { start, end: Math.max(end, await endOf(video, countable)) };
  const from = Math.min(Math.max(0, wanted.start), end);
  return { start: from, end: Math.max(from, Math.min(wanted.end, end)) };
}

/** Frames shown in the range: one for each packet, by their timestamps alone. */
async function countFrames(video: InputVideoTrack, range: TimeRange): Promise<number | null> {
  const sink = new EncodedPacketSink(video);
  const options = { metadataOnly: true };
  const from = (await sink.getKeyPacket(range.start, options)) ?? (await sink.getFirstPacket(options));
  if (!from) return null;
  let frames = 0;
  for await (const packet of sink.packets(from, undefined, options)) {
    if (packet.timestamp > range.end + REORDERING) break;
    if (frames > MAX_COUNTED) return null;
    const shown = packet.timestamp < range.end && packet.timestamp + packet.duration > range.start + EPSILON;
    if (shown || packet.timestamp === range.start) frames++;
  }
  return frames;
}

async function videoPlan(settings: ExportSettings, size: Size, rate: number) {
  const { format, bitrate: preset } = settings;
  if (!isVideoFormat(format)) return { codec: null, bitrate: 0 };
  const codec = await videoCodecFor(format, size, videoBitrate('avc', size, rate, preset));
  if (codec) return { codec: codecName(codec), bitrate: videoBitrate(codec, size, rate, preset) };
  throw new ImpastoError(
    'media-unsupported',
    `This browser cannot write ${CLIP_FORMAT_TITLES[format]} at ${size.width}×${size.height}. Choose a smaller resolution or another format.`,
  );
}

async function planAudio(input: Input, { format, sound }: ExportSettings) {
  if (!sound) return [];
  const tracks = await input.getAudioTracks();
  const planned: { track: InputAudioTrack; plan: AudioPlan }[] = [];
  for (const track of tracks) {
    const codec = await track.getCodec();
    const name = codec === null ? foreignCodecName(await track.getInternalCodecId()) : codecName(codec);
    const drop: AudioPlan = { track: track.id, how: 'drop', codec: name };
    if (!isVideoFormat(format)) planned.push({ track, plan: drop });
    else if (canCopyAudio(format, codec) && (await track.getDecoderConfig())) {
      planned.push({ track, plan: { track: track.id, how: 'copy', codec: name } });
    } else {
      const target = await audioCodecFor(format, await track.getNumberOfChannels());
      const possible = target !== null && codec !== null && (await track.canDecode());
      planned.push({
        track,
        plan: possible ? { track: track.id, how: 'transcode', codec: codecName(target) } : drop,
      });
    }
  }
  return planned;
}

function notesOf(
  { format, longSide }: ExportSettings,
  source: Size,
  size: Size,
  rate: number,
  audio: readonly { readonly plan: AudioPlan }[],
): string[] {
  const title = CLIP_FORMAT_TITLES[format];
  const dropped = audio.filter(({ plan }) => plan.how === 'drop');
  const notes: string[] = [];
  if (dropped.length > 0 && !isVideoFormat(format)) notes.push(`A ${title} has no sound.`);
  else if (dropped.length > 0) {
    const names = dropped.map(({ plan }) => plan.codec).join(', ');
    notes.push(`The sound (${names}) cannot be carried over to ${title} in this browser.`);
  }
  for (const { plan } of audio) {
    if (plan.how === 'transcode') notes.push(`The sound is encoded anew as ${plan.codec}.`);
  }
  if (format === 'gif' && rate > GIF_MAX_RATE) {
    notes.push(`A GIF shows ${GIF_MAX_RATE} frames a second at most; the others are left out.`);
  }
  const asked = longSide ?? Math.max(source.width, source.height);
  if (Math.abs(Math.max(size.width, size.height) - asked) > 1) {
    notes.push(`The ${title} is ${size.width}×${size.height} pixels.`);
  }
  return notes;
}

function estimate(
  format: ExportSettings['format'],
  size: Size,
  frames: number,
  range: TimeRange,
  bitrate: number,
  sounds: number,
): number {
  const pixels = size.width * size.height * frames;
  if (format === 'gif') return Math.round(pixels * GIF_BYTES_PER_PIXEL);
  if (format === 'png') return Math.round(pixels * PNG_BYTES_PER_PIXEL);
  return Math.round(((range.end - range.start) * (bitrate + sounds * AUDIO_BITRATE)) / 8);
}
