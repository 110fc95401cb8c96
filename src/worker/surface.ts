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
 * are taken as frames or pictures. What it holds is independent of what is on display.
 */
export interface Surface {
  readonly compositor: Compositor;
  /** Composes at the surface's size and takes the result; the caller closes it. */
  capture(painted: EnginePicture | null, size: Size, view: View, times: FrameTimes): VideoFrame;
  /** The same as a picture, which can be had where there is no `VideoFrame`. */
  takePicture(painted: EnginePicture | null, size: Size, view: View): Promise<ImageBitmap>;
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
    takePicture(painted, size, view) {
      compositor.present(painted, size, view);
      return Promise.resolve(canvas.transferToImageBitmap());
    },
    dispose: () => compositor.dispose(),
  };
}

export function frameInit({ timestamp, duration }: FrameTimes) {
  return { timestamp, ...(duration !== null && { duration }) };
}
