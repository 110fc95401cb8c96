import { CaptureClock, plausibleCaptureTime } from './capture-clock';
import type { FrameGate } from './frame-gate';

/** Something that runs until it is stopped. */
export interface FramePump {
  stop(): void;
}

/** Chrome's window-scope processor; TypeScript's library knows it in workers only. */
type TrackProcessorConstructor = new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => {
  readonly readable: ReadableStream<VideoFrame>;
};

interface WithCaptureTime {
  metadata?(): { readonly captureTime?: number };
}

/** Takes frames off a track as they are captured; this goes on in background tabs too. */
export function pumpTrack(track: MediaStreamTrack, gate: FrameGate): FramePump {
  const { MediaStreamTrackProcessor: Processor } = globalThis as unknown as {
    MediaStreamTrackProcessor: TrackProcessorConstructor;
  };
  // A buffer of one: a frame that nobody fetched in time is replaced by a newer one.
  const reader = new Processor({ track, maxBufferSize: 1 }).readable.getReader();
  const clock = new CaptureClock();

  async function pump(): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      gate.offer(value, captureTimeOf(value, clock));
    }
  }
  // A stream that breaks does so because its track ended, which the source hears of by itself.
  pump().catch(() => undefined);

  return {
    stop() {
      reader.cancel().catch(() => undefined);
    },
  };
}

function captureTimeOf(frame: VideoFrame, clock: CaptureClock): number {
  const now = performance.now();
  const estimate = clock.captureTime(frame.timestamp, now);
  const told = (frame as WithCaptureTime).metadata?.().captureTime;
  return told === undefined ? estimate : plausibleCaptureTime(told, now);
}
