/** Runs in the page: the compositor of a backend, without engine or worker. */
import type { BackendModule } from '../../../src/worker/backend';

const MODULES = {
  webgpu: () => import('../../../src/worker/backends/webgpu'),
  webgl: () => import('../../../src/worker/backends/webgl'),
  wasm: () => import('../../../src/worker/backends/wasm'),
} as const satisfies Record<string, () => Promise<BackendModule>>;

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
  compositor.present(null, { width: 64, height: 48 }, { strength: 0, compare: 0, mirror: false });
  await compositor.finished();
  return { held, cleared, again: compositor.bytes() };
}

function picture(): ImageBitmap {
  const canvas = new OffscreenCanvas(640, 480);
  if (!canvas.getContext('2d')) throw new Error('no 2D context');
  return canvas.transferToImageBitmap();
}
