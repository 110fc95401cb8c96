import { CaptureClock } from '../sources/capture-clock';

const MICROSECONDS = 1e6;

/** What the sound thread sends: samples of each channel, and how many came before them. */
interface Packet {
  readonly channels: readonly Float32Array<ArrayBuffer>[];
  readonly frame: number;
}

/** Runs on the sound thread, where there are no modules of ours; a packet is eight blocks of 128 samples. */
const PROCESSOR = `
registerProcessor('impasto-tap', class extends AudioWorkletProcessor {
  blocks = [];
  process([channels]) {
    if (channels.length === 0) return true;
    this.blocks.push(channels.map((samples) => samples.slice()));
    if (this.blocks.length < 8) return true;
    const joined = channels.map((_, channel) => {
      const whole = new Float32Array(8 * 128);
      this.blocks.forEach((block, index) => whole.set(block[channel] ?? block[0], index * 128));
      return whole;
    });
    this.port.postMessage({ channels: joined, frame: currentFrame - 7 * 128 });
    this.blocks = [];
    return true;
  }
});`;

/** Where sound can be had from a track in no other way. */
export function canTapSound(): boolean {
  return 'AudioWorkletNode' in globalThis && 'AudioData' in globalThis;
}

/** Of what `tapSound` delivers, Hz: the sound thread's own, whatever the track's. */
export function tapRate(): number {
  const context = new AudioContext();
  void context.close().catch(() => undefined);
  return context.sampleRate;
}

/** As `pumpSound`, by way of the sound thread, for browsers that cannot read a track as packets. */
export function tapSound(
  track: MediaStreamTrack,
  deliver: (data: AudioData, time: number) => void,
): () => void {
  const context = new AudioContext();
  const clock = new CaptureClock();
  const receive = ({ channels, frame }: Packet) => {
    const data = audioDataOf(channels, frame, context.sampleRate);
    const end = clock.captureTime(data.timestamp + data.duration, performance.now());
    deliver(data, end - data.duration / 1000);
  };
  const listen = async () => {
    const url = URL.createObjectURL(new Blob([PROCESSOR], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(url).finally(() => URL.revokeObjectURL(url));
    const node = new AudioWorkletNode(context, 'impasto-tap');
    node.port.onmessage = ({ data }: MessageEvent<Packet>) => receive(data);
    context.createMediaStreamSource(new MediaStream([track])).connect(node);
    // Only what leads to an output runs; it puts out silence.
    node.connect(context.destination);
  };
  // Closed before it listened.
  listen().catch(() => undefined);
  return () => void context.close().catch(() => undefined);
}

function audioDataOf(channels: Packet['channels'], frame: number, sampleRate: number): AudioData {
  const length = channels[0]?.length ?? 0;
  const data = new Float32Array(length * channels.length);
  for (const [index, samples] of channels.entries()) data.set(samples, index * length);
  return new AudioData({
    format: 'f32-planar',
    sampleRate,
    numberOfFrames: length,
    numberOfChannels: channels.length,
    timestamp: Math.round((frame / sampleRate) * MICROSECONDS),
    data,
  });
}
