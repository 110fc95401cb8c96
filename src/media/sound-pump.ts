import type { SoundFormat } from '../protocol/media';
import { CaptureClock } from '../sources/capture-clock';
import { canTapSound, tapRate, tapSound } from './sound-tap';

const MICROSECONDS_PER_MS = 1000;
/** Packets, of 10 ms each, that wait while the page is busy; without room for them sound would be lost. */
const WAITING_PACKETS = 1000;
/** Hz. */
const USUAL_RATE = 48_000;

/** Chrome's window-scope processor; TypeScript's library knows it in workers only. */
type SoundProcessor = new (init: { track: MediaStreamTrack; maxBufferSize: number }) => {
  readonly readable: ReadableStream<AudioData>;
};

/**
 * Hands the sound of a track on, packet by packet, until the function it gives is called.
 * @param deliver takes `data` over; `time`: of its start, ms on the clock of `performance.now()`
 * @param ended the track has ended, and nothing more comes
 */
export function pumpSound(
  track: MediaStreamTrack,
  deliver: (data: AudioData, time: number) => void,
  ended: () => void,
): () => void {
  if (canReadPackets()) return pumpPackets(track, deliver, ended);
  track.addEventListener('ended', ended);
  const stop = tapSound(track, deliver);
  return () => {
    track.removeEventListener('ended', ended);
    stop();
  };
}

/** What `pumpSound` will deliver, as far as the browser tells of the track. */
export function soundFormat(track: MediaStreamTrack): SoundFormat {
  const { sampleRate = USUAL_RATE, channelCount = 2 } = track.getSettings();
  return { sampleRate: canReadPackets() ? sampleRate : tapRate(), numberOfChannels: channelCount };
}

/** False where the browser cannot hand sound to a recording in any way. */
export function canPumpSound(): boolean {
  return canReadPackets() || canTapSound();
}

function canReadPackets(): boolean {
  return 'MediaStreamTrackProcessor' in globalThis;
}

function pumpPackets(
  track: MediaStreamTrack,
  deliver: (data: AudioData, time: number) => void,
  ended: () => void,
): () => void {
  const { MediaStreamTrackProcessor: Processor } = globalThis as unknown as {
    MediaStreamTrackProcessor: SoundProcessor;
  };
  const reader = new Processor({ track, maxBufferSize: WAITING_PACKETS }).readable.getReader();
  const clock = new CaptureClock();
  const pump = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // A packet is handed over when its last sample is there, not its first.
      const end = clock.captureTime(value.timestamp + value.duration, performance.now());
      deliver(value, end - value.duration / MICROSECONDS_PER_MS);
    }
  };
  // A stream that breaks does so because its track ended.
  void pump()
    .catch(() => undefined)
    .then(ended);
  return () => void reader.cancel().catch(() => undefined);
}
