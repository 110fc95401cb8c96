import {
  type BaseTrackMetadata,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type Input,
  type InputTrack,
  type InputVideoTrack,
  Output,
  VideoSampleSink,
} from 'mediabunny';
import { CLIP_EXTENSIONS, type WrittenClip } from '../../protocol/media';
import type { VideoFormat } from './codecs';
import { finalFormat, streamTo } from './container';
import { openFolder, readFile, removeFile } from '../clip-files';
import { FileWriter } from './file-writer';
import { openInput } from './open-input';
import { smallJpeg } from './thumbnail';

const TELL_EVERY_MS = 1000;

interface Lane {
  readonly packets: AsyncGenerator<EncodedPacket, void>;
  readonly add: (packet: EncodedPacket) => Promise<void>;
  /** Nothing more comes: the other lanes need not wait for this one. */
  readonly close: () => void;
  next: EncodedPacket | null;
}

/** OPFS files can be moved in Chrome and Safari; TypeScript's library does not know it. */
interface MovableFile extends FileSystemFileHandle {
  move?(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
}

/**
 * Makes a clip of a part: the same packets in a container with its index in front. Works for a part
 * that breaks off too. Null if there is no frame in it. The part goes only when nothing more can be
 * had of it, so that what failed can be tried again. `settling` is called about once a second.
 */
export async function settle(
  id: string,
  format: VideoFormat,
  settling: () => void = () => undefined,
): Promise<WrittenClip | null> {
  const tell = nowAndThen(settling);
  tell();
  const name = `${id}.${CLIP_EXTENSIONS[format]}`;
  const part = await readFile('parts', id).catch(() => null);
  // Without a part it was settled before, and only the index has not heard of it.
  const data = part ?? (await readFile('clips', name).catch(() => null));
  if (!data) return null;
  const input = openInput(data);
  let clip: WrittenClip | null = null;
  try {
    if (data.size > 0 && (await input.canRead())) clip = await describeClip(name, format, input);
    const bytes = clip && part && (await copyOrMove(id, name, format, input, tell));
    clip &&= { ...clip, bytes: bytes ?? data.size };
  } finally {
    input.dispose();
  }
  // What cannot be removed now is removed by the next visit.
  await removeFile('parts', id).catch(() => undefined);
  return clip;
}

async function describeClip(name: string, format: VideoFormat, input: Input): Promise<WrittenClip | null> {
  const video = await input.getPrimaryVideoTrack();
  if (!video || !(await new EncodedPacketSink(video).getFirstPacket())) return null;
  const duration = await video.computeDuration();
  return {
    file: name,
    bytes: 0,
    mimeType: format === 'mp4' ? 'video/mp4' : 'video/webm',
    format,
    size: { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() },
    frames: (await video.computePacketStats()).packetCount,
    duration,
    sound: (await input.getAudioTracks()).length > 0,
    // A clip without a picture of it is a clip all the same.
    thumbnail: await thumbnailOf(video, duration).catch(() => null),
  };
}

/** Bytes of the copy; null if there was no room for one and the part itself became the clip. */
async function copyOrMove(
  id: string,
  name: string,
  format: VideoFormat,
  input: Input,
  tell: () => void,
): Promise<number | null> {
  try {
    return await copyInto(name, format, input, tell);
  } catch (error) {
    await removeFile('clips', name);
    const part: MovableFile = await (await openFolder('parts')).getFileHandle(id);
    if (!part.move) throw error;
    await part.move(await openFolder('clips'), name);
    return null;
  }
}

async function copyInto(name: string, format: VideoFormat, input: Input, tell: () => void): Promise<number> {
  const file = await FileWriter.create('clips', name);
  const output = new Output({ format: finalFormat(format), target: streamTo(file, true) });
  try {
    const lanes: Lane[] = [];
    for (const track of await input.getTracks()) {
      const lane = await openLane(track, output);
      if (lane) lanes.push(lane);
    }
    await output.start();
    await copyInOrder(lanes, tell);
    await output.finalize();
    return file.bytes;
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
  const way = await addTrack(track, output, {
    maximumPacketCount: packetCount,
    languageCode: await track.getLanguageCode(),
  });
  const packets = new EncodedPacketSink(track).packets();
  return way && { packets, ...way, next: null };
}

async function addTrack(
  track: InputTrack,
  output: Output,
  metadata: BaseTrackMetadata,
): Promise<Pick<Lane, 'add' | 'close'> | null> {
  if (track.isVideoTrack()) {
    const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
    if (!codec || !decoderConfig) return null;
    const source = new EncodedVideoPacketSource(codec);
    output.addVideoTrack(source, metadata);
    return { add: (packet) => source.add(packet, { decoderConfig }), close: () => source.close() };
  }
  if (track.isAudioTrack()) {
    const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
    if (!codec || !decoderConfig) return null;
    const source = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(source, metadata);
    return { add: (packet) => source.add(packet, { decoderConfig }), close: () => source.close() };
  }
  return null;
}

/** Always the earliest packet next, so that picture and sound lie side by side. */
async function copyInOrder(lanes: readonly Lane[], tell: () => void): Promise<void> {
  const advance = async (lane: Lane) => {
    const { done, value } = await lane.packets.next();
    lane.next = done === true ? null : value;
    if (lane.next === null) lane.close();
  };
  for (const lane of lanes) await advance(lane);
  for (;;) {
    let earliest: Lane | null = null;
    for (const lane of lanes) {
      if (lane.next && lane.next.timestamp < (earliest?.next?.timestamp ?? Infinity)) earliest = lane;
    }
    if (!earliest?.next) return;
    await earliest.add(earliest.next);
    tell();
    await advance(earliest);
  }
}

/** Calls `tell` at once, and then no more often than once a second. */
function nowAndThen(tell: () => void): () => void {
  let told = -Infinity;
  return () => {
    const now = performance.now();
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    tell();
  };
}

/** From a third into the clip, where something has begun to happen. */
async function thumbnailOf(video: InputVideoTrack, end: number): Promise<Blob | null> {
  if (!(await video.canDecode())) return null;
  const first = await video.getFirstTimestamp();
  const sample = await new VideoSampleSink(video).getSample(first + (end - first) / 3);
  if (!sample) return null;
  try {
    return await smallJpeg(sample);
  } finally {
    sample.close();
  }
}
