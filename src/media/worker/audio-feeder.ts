import {
  type AudioCodec,
  type AudioSample,
  AudioSampleSink,
  AudioSampleSource,
  type AudioSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  type InputAudioTrack,
  Quality,
} from 'mediabunny';
import type { AudioPlan, TimeRange } from '../../protocol/media';
import { AUDIO_BITRATE } from './bitrate';
import { audioCodecFor, TRANSCODED_RATE, type VideoFormat } from './codecs';

/** Sound ends where the picture does: of what is cut off, seconds. */
const EPSILON = 1e-6;

/** One sound track on its way into the result, pulled along by the picture. */
export interface AudioFeeder {
  readonly source: AudioSource;
  readonly language: string;
  /** A sentence about sound that could not be read to its end; null while there is nothing to tell. */
  readonly damage: string | null;
  /** Adds everything that starts before `time` (seconds of the result). */
  feedUntil(time: number): Promise<void>;
  close(): Promise<void>;
}

interface FeederOptions {
  readonly track: InputAudioTrack;
  readonly range: TimeRange;
  readonly origin: number;
  readonly format: VideoFormat;
}

/** The feeder that a plan asks for; never for a dropped track. */
export async function openFeeder(plan: AudioPlan, options: FeederOptions): Promise<AudioFeeder> {
  const language = await options.track.getLanguageCode();
  return plan.how === 'copy' ? openCopy(options, language) : openTranscode(options, language);
}

async function openCopy(
  { track, range, origin, format }: FeederOptions,
  language: string,
): Promise<AudioFeeder> {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig) throw new Error(`sound track ${track.id} cannot be copied`);
  const source = new EncodedAudioPacketSource(codec);
  const sink = new EncodedPacketSink(track);
  // MP4 can begin before 0 and so keep the encoder's priming; WebM cannot.
  const earliest = format === 'mp4' && origin === 0 ? -Infinity : origin;
  const from = (await sink.getPacket(range.start)) ?? (await sink.getFirstPacket());
  const first = origin === 0 ? await sink.getFirstPacket() : from;
  const packets = sink.packets(first ?? undefined);
  const add = (packet: EncodedPacket) =>
    source.add(packet.clone({ timestamp: packet.timestamp - origin }), { decoderConfig });
  const items = first === null ? none<EncodedPacket>() : packets;
  return feeder(source, language, items, range, origin, earliest, add, () => undefined);
}

async function openTranscode(
  { track, range, origin, format }: FeederOptions,
  language: string,
): Promise<AudioFeeder> {
  const channels = await track.getNumberOfChannels();
  const codec: AudioCodec | null = await audioCodecFor(format, channels);
  if (!codec) throw new Error('no codec for sound');
  const source = new AudioSampleSource({
    codec,
    quality: new Quality({ bitrate: AUDIO_BITRATE }),
    transform: { sampleRate: TRANSCODED_RATE, numberOfChannels: Math.min(2, channels) },
  });
  const add = async (sample: AudioSample) => {
    sample.setTimestamp(sample.timestamp - origin);
    await source.add(sample);
  };
  const samples = new AudioSampleSink(track).samples(range.start, range.end);
  return feeder(source, language, samples, range, origin, origin, add, (sample) => sample.close());
}

interface Timed {
  readonly timestamp: number;
  readonly duration: number;
}

function feeder<Item extends Timed>(
  source: AudioSource,
  language: string,
  items: AsyncGenerator<Item, void>,
  range: TimeRange,
  origin: number,
  earliest: number,
  add: (item: Item) => Promise<void>,
  free: (item: Item) => void,
): AudioFeeder {
  let held: Item | null = null;
  let over = false;
  let read = 0;
  let damage: string | null = null;
  const nextItem = async (): Promise<Item | null> => {
    try {
      return (await items.next()).value ?? null;
    } catch {
      // The picture is worth having without the rest of its sound.
      damage = `The sound is damaged from ${clock(read)} on and ends there.`;
      return null;
    }
  };
  const next = async (): Promise<Item | null> => {
    const item = await nextItem();
    over = item === null || item.timestamp >= range.end - EPSILON;
    if (item && !over) {
      read = item.timestamp + item.duration - origin;
      return item;
    }
    if (item) free(item);
    // Or the picture would be held back until the end, waiting for more.
    source.close();
    return null;
  };
  return {
    source,
    language,
    get damage() {
      return damage;
    },
    async feedUntil(time) {
      while (!over) {
        held ??= await next();
        if (!held || held.timestamp - origin >= time) return;
        const item = held;
        held = null;
        try {
          if (item.timestamp >= earliest - EPSILON) await add(item);
        } finally {
          free(item);
        }
      }
    },
    async close() {
      if (held) free(held);
      held = null;
      over = true;
      await items.return();
    },
  };
}

/** "1:05". */
function clock(time: number): string {
  const seconds = Math.max(0, Math.floor(time));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

// eslint-disable-next-line @typescript-eslint/require-await -- an empty generator has nothing to wait for
async function* none<Item>(): AsyncGenerator<Item, void> {
  yield* [];
}
