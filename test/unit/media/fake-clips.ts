/** Parts as recordings leave them, made without an encoder: what the packets hold is never decoded. */
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
} from 'mediabunny';
import { growingFormat } from '../../../src/media/worker/container';

export const FPS = 25;
const PACKET_SECONDS = 0.02;
const PACKET_BYTES = 2000;

export const VIDEO_META: EncodedVideoChunkMetadata = {
  decoderConfig: { codec: 'vp8', codedWidth: 64, codedHeight: 48 },
};
export const AUDIO_META: EncodedAudioChunkMetadata = {
  decoderConfig: { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 },
};

/** One frame in `FPS` is a key frame. */
export function videoPacket(index: number, start = 0): EncodedPacket {
  const type = index % FPS === 0 ? 'key' : 'delta';
  return new EncodedPacket(new Uint8Array(PACKET_BYTES), type, start + index / FPS, 1 / FPS);
}

/** A WebM of so many frames, the first at `start`, with sound for `soundSeconds` from 0 on. */
export async function fakeClip(
  frames: number,
  soundSeconds = 0,
  start = 0,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: growingFormat('webm'), target });
  const video = new EncodedVideoPacketSource('vp8');
  const audio = new EncodedAudioPacketSource('opus');
  output.addVideoTrack(video);
  if (soundSeconds > 0) output.addAudioTrack(audio);
  await output.start();
  for (let time = 0; time < soundSeconds - 1e-6; time += PACKET_SECONDS) {
    const packet = new EncodedPacket(new Uint8Array(100), 'key', time, PACKET_SECONDS);
    await audio.add(packet, AUDIO_META);
  }
  for (let index = 0; index < frames; index++) await video.add(videoPacket(index, start), VIDEO_META);
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}
