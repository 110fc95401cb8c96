import { plausibleCaptureTime } from './capture-clock';
import type { FrameGate } from './frame-gate';
import type { VideoPath } from './frame-path';
import type { SourceFrame } from '../protocol/render';
import type { FramePump } from './track-frames';

/**
 * Time between two looks at a video element that cannot call back, ms. Its clock runs on between
 * two frames, so that polling faster would give frames twice.
 */
const POLL_INTERVAL = 1000 / 30;

/** A pump that can also give the frame that is on the element now, playing or not. */
export interface VideoPump extends FramePump {
  grabNow(): void;
}

/**
 * Takes frames off a playing video element. Browsers call back only while the page is visible; in
 * the background the element is polled instead, as often as the browser lets timers run.
 */
export function pumpVideo(video: HTMLVideoElement, path: VideoPath, gate: FrameGate): VideoPump {
  const grab = path.grab === 'frame' ? grabFrame : bitmapGrabber();
  let stopped = false;
  let callback: number | null = null;
  let timer: ReturnType<typeof setInterval> | null = null;
  let lastMediaTime = Number.NaN;

  function give(captureTime: number): void {
    if (!gate.passing || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const image = grab(video);
    if (image !== null) gate.offer(image, captureTime);
  }

  function called(now: number, metadata: VideoFrameCallbackMetadata): void {
    if (stopped) return;
    lastMediaTime = video.currentTime;
    give(plausibleCaptureTime(metadata.captureTime ?? metadata.presentationTime, now));
    callback = video.requestVideoFrameCallback(called);
  }

  function poll(): void {
    if (video.seeking || video.currentTime === lastMediaTime) return;
    lastMediaTime = video.currentTime;
    give(performance.now());
  }

  function schedule(): void {
    const polled = path.clock === 'timer' || document.hidden;
    if (polled && timer === null) timer = setInterval(poll, POLL_INTERVAL);
    if (!polled && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
    if (path.clock === 'callback') callback ??= video.requestVideoFrameCallback(called);
  }

  document.addEventListener('visibilitychange', schedule);
  schedule();
  return {
    grabNow() {
      give(performance.now());
    },
    stop() {
      stopped = true;
      document.removeEventListener('visibilitychange', schedule);
      if (timer !== null) clearInterval(timer);
      if (callback !== null) video.cancelVideoFrameCallback(callback);
    },
  };
}

function grabFrame(video: HTMLVideoElement): VideoFrame | null {
  try {
    return new VideoFrame(video);
  } catch {
    // Between two seeks, or just after a track change, the element has no frame to give.
    return null;
  }
}

/** A grabber that draws through one canvas kept at the video's size. */
function bitmapGrabber(): (video: HTMLVideoElement) => SourceFrame['image'] | null {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false });
  return (video) => {
    const { videoWidth, videoHeight } = video;
    if (context === null || videoWidth === 0 || videoHeight === 0) return null;
    if (canvas.width !== videoWidth) canvas.width = videoWidth;
    if (canvas.height !== videoHeight) canvas.height = videoHeight;
    context.drawImage(video, 0, 0);
    return canvas.transferToImageBitmap();
  };
}
