/**
 * Draws the sample scene off the main thread: on software canvases a frame takes some 20 ms, which
 * the page would feel.
 */
import { drawSampleScene } from './scene';

export interface SceneRequest {
  readonly id: number;
  readonly timeSeconds: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The drawing asked for under `id`, or null where there is no canvas to be had. */
export interface SceneReply {
  readonly id: number;
  readonly image: ImageBitmap | null;
}

const canvas = new OffscreenCanvas(1, 1);

function draw({ timeSeconds, width, height }: SceneRequest): ImageBitmap | null {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  // Drawn by the CPU: a software GPU would be kept so busy by the scene that nothing else got its turn.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) return null;
  drawSampleScene(context, timeSeconds, width, height);
  return canvas.transferToImageBitmap();
}

addEventListener('message', ({ data }: MessageEvent<SceneRequest>) => {
  const image = draw(data);
  const reply: SceneReply = { id: data.id, image };
  postMessage(reply, { transfer: image === null ? [] : [image] });
});
