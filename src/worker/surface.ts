import type { Compositor, View } from '../compositor/compositor';
import type { EnginePicture } from '../engine/style-engine';
import type { Size } from '../protocol/quality';

/** When a frame is shown, µs. */
export interface FrameTimes {
  readonly timestamp: number;
  readonly duration: number | null;
}

/**
 * A compositor of its own, beside the one of the display and on the same device, whose composites
 * are taken as frames. What it holds is independent of what is on display.
 */
export interface Surface {
  readonly compositor: Compositor;
  /** Composes at the surface's size and takes the result; the caller closes it. */
  capture(painted: EnginePicture | null, size: Size, view: View, times: FrameTimes): VideoFrame;
  dispose(): void;
}

/** A surface on a canvas of its own. */
export function canvasSurface(canvas: OffscreenCanvas, compositor: Compositor): Surface {
  return {
    compositor,
    capture(painted, size, view, times) {
      compositor.present(painted, size, view);
      // In the same task: a canvas of WebGPU loses its picture with it.
      return new VideoFrame(canvas, frameInit(times));
    },
    dispose: () => compositor.dispose(),
  };
}

export function frameInit({ timestamp, duration }: FrameTimes) {
  return { timestamp, ...(duration !== null && { duration }) };
}
