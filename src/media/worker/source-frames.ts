import { EncodedPacketSink, type InputVideoTrack, type VideoSample, VideoSampleSink } from 'mediabunny';
import type { TimeRange } from '../../protocol/media';
import type { Size } from '../../protocol/quality';
import { describe } from './media-errors';

/** More frames than a decoder holds back. */
const MAX_SALVAGED = 32;

/** Of a frame of the result, in seconds from its beginning. */
export interface FrameTiming {
  readonly timestamp: number;
  readonly duration: number;
}

/** A frame and when it is shown; whoever holds it closes `frame` exactly once. */
export interface TimedFrame {
  readonly frame: VideoFrame;
  readonly timing: FrameTiming;
}

/** The source cannot be decoded beyond the frames that came before. */
export class SourceBroken extends Error {}

/**
 * Every frame of the range in order of presentation, upright, in square pixels, opaque and of `size`.
 * Throws {@link SourceBroken} where decoding ends early.
 * @param origin the time of the source, in seconds, that becomes 0
 */
export async function* sourceFrames(
  track: InputVideoTrack,
  range: TimeRange,
  origin: number,
  size: Size,
): AsyncGenerator<TimedFrame, void> {
  const sink = new VideoSampleSink(track);
  let last = -Infinity;
  const timed = async (sample: VideoSample): Promise<TimedFrame> => {
    const timing = timingOf(sample, origin);
    last = sample.timestamp;
    return { frame: await uprightFrame(sample, size), timing };
  };
  try {
    for await (const sample of samplesOf(sink, range)) yield await timed(sample);
  } catch (error) {
    if (!(error instanceof SourceBroken)) throw error;
    for await (const sample of salvage(sink, track, last, range.end)) yield await timed(sample);
    throw error;
  }
}

/** Every sample of the range. Browsers take back a decoder that was idle, as in a pause: then another one goes on. */
async function* samplesOf(
  sink: VideoSampleSink,
  { start, end }: TimeRange,
): AsyncGenerator<VideoSample, void> {
  let last = -Infinity;
  let reopenedAfter: number | null = null;
  for (;;) {
    const samples = sink.samples(Math.max(start, last), end);
    try {
      for (let sample = await nextOf(samples); sample; sample = await nextOf(samples)) {
        if (reopenedAfter !== null && sample.timestamp <= reopenedAfter) sample.close();
        else {
          last = sample.timestamp;
          yield sample;
        }
      }
      return;
    } catch (error) {
      const reclaimed = error instanceof SourceBroken && /reclaimed/i.test(error.message);
      // A second one that gives nothing either would not be the last.
      if (!reclaimed || reopenedAfter === last) throw error;
      reopenedAfter = last;
    } finally {
      await samples.return();
    }
  }
}

async function nextOf(samples: AsyncGenerator<VideoSample, void>): Promise<VideoSample | null> {
  try {
    const { done, value } = await samples.next();
    return done === true ? null : value;
  } catch (error) {
    throw new SourceBroken(describe(error));
  }
}

/**
 * The frames between the last one that was handed over and the damage: the iteration above throws away
 * what its decoder still holds when a read fails.
 */
async function* salvage(
  sink: VideoSampleSink,
  track: InputVideoTrack,
  after: number,
  end: number,
): AsyncGenerator<VideoSample, void> {
  const times = await readableTimes(track, after, end);
  for (const time of times.slice(0, MAX_SALVAGED)) {
    const sample = await sink.getSample(time).catch(() => null);
    if (!sample) return;
    if (sample.timestamp > after) yield sample;
    else sample.close();
  }
}

/** Timestamps of the packets that can still be read, in order of presentation. */
async function readableTimes(track: InputVideoTrack, after: number, end: number): Promise<number[]> {
  const packets = new EncodedPacketSink(track);
  const times: number[] = [];
  try {
    const from = (await packets.getKeyPacket(after)) ?? (await packets.getFirstPacket());
    for await (const { timestamp } of packets.packets(from ?? undefined)) {
      if (timestamp > after && timestamp < end) times.push(timestamp);
      if (times.length >= MAX_SALVAGED) break;
    }
  } catch {
    // Here the damage begins.
  }
  return times.sort((a, b) => a - b);
}

/** The first frame of a trimmed range may have begun before it; it then starts with the range. */
function timingOf({ timestamp, duration }: VideoSample, origin: number): FrameTiming {
  const from = Math.max(0, timestamp - origin);
  return { timestamp: from, duration: Math.max(0, timestamp + duration - origin - from) };
}

/** Takes `sample` over. */
export async function uprightFrame(sample: VideoSample, size: Size): Promise<VideoFrame> {
  try {
    if (isUpright(sample, size)) return sample.toVideoFrame();
    const upright = await sample.transform({
      ...size,
      fit: 'fill',
      alpha: 'discard',
      ...oddCrop(sample, size),
    });
    try {
      return upright.toVideoFrame();
    } finally {
      upright.close();
    }
  } finally {
    sample.close();
  }
}

function isUpright(sample: VideoSample, { width, height }: Size): boolean {
  const { visibleRect, rotation, flip, hasAlpha } = sample;
  const shown = sample.displayWidth === width && sample.displayHeight === height;
  const square = visibleRect.width === width && visibleRect.height === height;
  return rotation === 0 && !flip && shown && square && hasAlpha !== true;
}

/** Encoders want even sides: a lone last row or column is cut off instead of scaling the whole picture. */
function oddCrop({ displayWidth, displayHeight }: VideoSample, { width, height }: Size) {
  const lone = (from: number, to: number) => from - to === 0 || from - to === 1;
  const cut = lone(displayWidth, width) && lone(displayHeight, height);
  return cut ? { crop: { left: 0, top: 0, width, height } } : {};
}
