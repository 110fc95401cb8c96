/** Runs in the page: the compositor of a backend, without engine or worker. */
import type { BackendModule } from '../../../src/worker/backend';

const MODULES = {
  webgpu: () => import('../../../src/worker/backends/webgpu'),
  webgl: () => import('../../../src/worker/backends/webgl'),
  wasm: () => import('../../../src/worker/backends/wasm'),
} as const satisfies Record<string, () => Promise<BackendModule>>;

const SURFACE = { width: 64, height: 48 };
/** The original alone. */
const PHOTO = { strength: 0, compare: 0, mirror: false };

/** Bytes that a compositor has while it holds a picture of 640×480, once it is cleared, and while it holds another. */
export async function heldBytes(backend: keyof typeof MODULES) {
  const canvas = new OffscreenCanvas(64, 48);
  const { compositor } = await (await MODULES[backend]()).open(canvas);
  const hold = () => compositor.hold(picture());
  hold();
  const held = compositor.bytes();
  compositor.clear();
  const cleared = compositor.bytes();
  hold();
  compositor.present(null, SURFACE, PHOTO);
  await compositor.finished();
  return { held, cleared, again: compositor.bytes() };
}

/** What is taken of one surface of 64×48, one colour after the other, by a browser without `VideoFrame`. */
export async function takenOf(backend: keyof typeof MODULES, colours: readonly string[]) {
  Object.assign(globalThis, { VideoFrame: undefined });
  const opened = await (await MODULES[backend]()).open(new OffscreenCanvas(8, 8));
  const surface = opened.openSurface(SURFACE);
  const taken = [];
  for (const colour of colours) {
    surface.compositor.hold(picture(colour));
    const bitmap = await surface.takePicture(null, SURFACE, PHOTO);
    taken.push({ width: bitmap.width, height: bitmap.height, pixel: pixelOf(bitmap) });
    bitmap.close();
  }
  surface.dispose();
  return taken;
}

/** Textures made for the frames of a surface after its first one, and bytes that the display has more by a picture. */
export async function texturesForFrames() {
  const opened = await (await MODULES.webgl()).open(new OffscreenCanvas(64, 48));
  const { compositor } = opened;
  const surface = opened.openSurface(SURFACE);
  surface.compositor.hold(picture());
  const capture = () => surface.capture(null, SURFACE, PHOTO, { timestamp: 0, duration: null }).close();
  capture();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the context it is of
  const { createTexture } = WebGL2RenderingContext.prototype;
  let made = 0;
  WebGL2RenderingContext.prototype.createTexture = function () {
    made++;
    return createTexture.call(this);
  };
  capture();
  capture();
  surface.dispose();
  const ofFrames = made;
  compositor.hold(picture());
  compositor.present(null, SURFACE, PHOTO);
  const before = compositor.bytes();
  await compositor.takePicture(null, SURFACE, PHOTO);
  return { made: ofFrames, kept: compositor.bytes() - before };
}

function picture(colour = 'black'): ImageBitmap {
  const canvas = new OffscreenCanvas(640, 480);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D context');
  context.fillStyle = colour;
  context.fillRect(0, 0, 640, 480);
  return canvas.transferToImageBitmap();
}

/** In the middle. */
function pixelOf(bitmap: ImageBitmap): number[] {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) throw new Error('no 2D context');
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
  return [...context.getImageData(0, 0, 1, 1).data];
}
