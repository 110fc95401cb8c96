import {
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  NullTarget,
  Output,
  StreamTarget,
} from 'mediabunny';
import { expect, test, vi } from 'vitest';
import { type AudioFeeder, openFeeder } from '../../../src/media/worker/audio-feeder';
import { growingFormat } from '../../../src/media/worker/container';
import { openInput } from '../../../src/media/worker/open-input';
import { fakeClip, FPS, VIDEO_META, videoPacket } from './fake-clips';

/** The sound of a clip with so many seconds of it. */
async function soundOf(seconds: number): Promise<AudioFeeder> {
  const input = openInput(new Blob([await fakeClip(FPS, seconds)]));
  const [track] = await input.getAudioTracks();
  if (!track) throw new Error('no sound');
  return openFeeder(
    { track: track.id, how: 'copy', codec: 'Opus' },
    { track, range: { start: 0, end: Infinity }, origin: 0, format: 'webm' },
  );
}

test('the picture is written on when its sound has ended', async () => {
  const feeder = await soundOf(1);
  let bytes = 0;
  const target = new StreamTarget(
    new WritableStream<{ data: Uint8Array }>({ write: ({ data }) => void (bytes += data.length) }),
  );
  const output = new Output({ format: growingFormat('webm'), target });
  const video = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(video);
  output.addAudioTrack(feeder.source);
  await output.start();
  const seconds = 10;
  let added = 0;
  for (let index = 0; index < seconds * FPS; index++) {
    const packet = videoPacket(index);
    await feeder.feedUntil(packet.timestamp + 0.5);
    await video.add(packet, VIDEO_META);
    added += packet.byteLength;
  }
  // All but what is gathered for the next cluster.
  expect(bytes).toBeGreaterThan(added * (1 - 2 / seconds));
  await output.finalize();
});

test('sound that is damaged ends there, and says so', async () => {
  vi.spyOn(EncodedPacketSink.prototype, 'packets').mockImplementationOnce(async function* () {
    for (let time = 0; time < 65.5; time += 0.5) {
      yield await Promise.resolve(new EncodedPacket(new Uint8Array(100), 'key', time, 0.5));
    }
    throw new Error('damaged');
  });
  const feeder = await soundOf(1);
  const output = new Output({ format: growingFormat('webm'), target: new NullTarget() });
  output.addAudioTrack(feeder.source);
  await output.start();
  await feeder.feedUntil(60);
  expect(feeder.damage).toBeNull();
  await feeder.feedUntil(Infinity);
  expect(feeder.damage).toBe('The sound is damaged from 1:05 on and ends there.');
  await output.finalize();
  await feeder.close();
});
