import { EncodedVideoPacketSource, Output, StreamTarget } from 'mediabunny';
import { expect, test } from 'vitest';
import { openFeeder } from '../../../src/media/worker/audio-feeder';
import { growingFormat } from '../../../src/media/worker/container';
import { openInput } from '../../../src/media/worker/open-input';
import { fakeClip, FPS, VIDEO_META, videoPacket } from './fake-clips';

test('the picture is written on when its sound has ended', async () => {
  const input = openInput(new Blob([await fakeClip(FPS, 1)]));
  const [track] = await input.getAudioTracks();
  if (!track) throw new Error('no sound');
  const feeder = await openFeeder(
    { track: track.id, how: 'copy', codec: 'Opus' },
    { track, range: { start: 0, end: Infinity }, origin: 0, format: 'webm' },
  );
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
