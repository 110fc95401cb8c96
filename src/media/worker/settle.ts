import {
  type BaseTrackMetadata,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type Input,
  type InputTrack,
  Output,
  VideoSampleSink,
} from 'mediabunny';
import { CLIP_EXTENSIONS, type WrittenClip } from '../../protocol/media';
import type { VideoFormat } from './codecs';
import { finalFormat, streamTo } from './container';
import { readFile, removeFile } from '../clip-files';
import { FileWriter } from './file-writer';
import { openInput } from './open-input';
import { smallJpeg } from './thumbnail';

interface Lane {
  readonly packets: AsyncGenerator<EncodedPacket, void>;
  readonly add: (packet: EncodedPacket) => Promise<void>;
  readonly video: boolean;
  next: EncodedPacket | null;
}

/**
 * Makes a clip of a part: the same packets in a container with its index in front. Works for a part
 * that breaks off too, and removes it. Null if there is no frame in it.
 */
export async function settle(id: string, format: VideoFormat): Promise<WrittenClip | null> {
  const part = await readFile('parts', id).catch(() => null);
  if (!part) return null;
  const input = openInput(part);
  const name = `${id}.${CLIP_EXTENSIONS[format]}`;
  try {
    if (part.size === 0 || !(await input.canRead())) return null;
    const clip = await copyInto(name, format, input);
    if (!clip) await removeFile('clips', name);
    return clip;
  } finally {
    input.dispose();
    await removeFile('parts', id);
  }
}

async function copyInto(name: string, format: VideoFormat, input: Input): Promise<WrittenClip | null> {
  const video = await input.getPrimaryVideoTrack();
  if (!video || !(await new EncodedPacketSink(video).getFirstPacket())) return null;
  const file = await FileWriter.create('clips', name);
  const output = new Output({ format: finalFormat(format), target: streamTo(file, true) });
  try {
    const lanes: Lane[] = [];
    for (const track of await input.getTracks()) {
      const lane = await openLane(track, output);
      if (lane) lanes.push(lane);
    }
    await output.start();
    const { frames, end } = await copyInOrder(lanes);
    await output.finalize();
    file.close();
    const size = { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() };
    const sound = lanes.some((lane) => !lane.video);
    const thumbnail = await thumbnailOf(input, end);
    const mimeType = format === 'mp4' ? 'video/mp4' : 'video/webm';
    return { file: name, bytes: file.bytes, mimeType, format, size, frames, duration: end, sound, thumbnail };
  } catch (error) {
    await output.cancel().catch(() => undefined);
    throw error;
  } finally {
    file.close();
  }
}

async function openLane(track: InputTrack, output: Output): Promise<Lane | null> {
  const { packetCount } = await track.computePacketStats();
  if (packetCount === 0) return null;
  const add = await addTrack(track, output, {
    maximumPacketCount: packetCount,
    languageCode: await track.getLanguageCode(),
  });
  const packets = new EncodedPacketSink(track).packets();
  return add && { packets, add, video: track.isVideoTrack(), next: null };
}

async function addTrack(
  track: InputTrack,
  output: Output,
  metadata: BaseTrackMetadata,
): Promise<Lane['add'] | null> {
  if (track.isVideoTrack()) {
    const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
    if (!codec || !decoderConfig) return null;
    const source = new EncodedVideoPacketSource(codec);
    output.addVideoTrack(source, metadata);
    return (packet) => source.add(packet, { decoderConfig });
  }
  if (track.isAudioTrack()) {
    const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
    if (!codec || !decoderConfig) return null;
    const source = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(source, metadata);
    return (packet) => source.add(packet, { decoderConfig });
  }
  return null;
}

/** Always the earliest packet next, so that picture and sound lie side by side. */
async function copyInOrder(lanes: readonly Lane[]): Promise<{ frames: number; end: number }> {
  let frames = 0;
  let end = 0;
  const advance = async (lane: Lane) => {
    const { done, value } = await lane.packets.next();
    lane.next = done === true ? null : value;
  };
  for (const lane of lanes) await advance(lane);
  for (;;) {
    let earliest: Lane | null = null;
    for (const lane of lanes) {
      if (lane.next && lane.next.timestamp < (earliest?.next?.timestamp ?? Infinity)) earliest = lane;
    }
    if (!earliest?.next) return { frames, end };
    const packet = earliest.next;
    await earliest.add(packet);
    if (earliest.video) {
      frames++;
      end = Math.max(end, packet.timestamp + packet.duration);
    }
    await advance(earliest);
  }
}

/** From a third into the clip, where something has begun to happen. */
async function thumbnailOf(input: Input, end: number): Promise<Blob | null> {
  const video = await input.getPrimaryVideoTrack();
  if (!video || !(await video.canDecode())) return null;
  const first = await video.getFirstTimestamp();
  const sample = await new VideoSampleSink(video).getSample(first + (end - first) / 3).catch(() => null);
  if (!sample) return null;
  try {
    return await smallJpeg(sample);
  } finally {
    sample.close();
  }
}
