import { onlyNetwork } from '../network/model-files';
import type { OptimizeJob } from '../protocol/optimize';
import type { Size } from '../protocol/quality';
import { workingSize } from '../shared/working-size';
import type { Backend } from './backend';
import type { EngineDesk } from './engine-desk';
import { paintFitting } from './fitting';

type Fast = OptimizeJob['fast'];

/** What a fast picture borrows from the render worker. */
export interface FastPictureHost {
  readonly backend: Pick<Backend, 'openSurface' | 'withinMemory'>;
  readonly desk: EngineDesk;
  /** Runs a job for certain, taking turns with the display. */
  enqueue<T>(job: () => Promise<T>): Promise<T>;
}

/** A photo as the fast network paints it, at a size; the network paints smaller where memory does not suffice. */
export async function paintFast(
  host: FastPictureHost,
  photo: ImageBitmap,
  fast: Fast,
  size: Size,
): Promise<ImageBitmap> {
  const tier = onlyNetwork(fast.mix) ?? fast.tier;
  await host.desk.prepare(tier);
  const { width: resizeWidth, height: resizeHeight } = size;
  const scaled = await createImageBitmap(photo, { resizeWidth, resizeHeight, resizeQuality: 'high' });
  const paint = (longSide: number) =>
    paintAt(host, scaled, { ...fast, tier }, size, workingSize(size, longSide));
  const longSide = Math.max(size.width, size.height);
  try {
    return await host.enqueue(() =>
      paintFitting(host.backend, 'optimize-memory', longSide, paint, (inVain) => inVain?.close()),
    );
  } finally {
    scaled.close();
  }
}

/** Leaves nothing behind, in the engine either: there what is on display has its place. */
async function paintAt(
  { backend, desk }: FastPictureHost,
  scaled: ImageBitmap,
  { tier, mix }: Fast,
  size: Size,
  working: Size,
): Promise<ImageBitmap> {
  const stream = {};
  const surface = backend.openSurface(size);
  const { compositor } = surface;
  try {
    compositor.hold(scaled);
    const place = { stream, elapsed: null, smoothing: 0 };
    const output = desk.use(tier, mix).stylize(compositor.ingest(working, false), working, place);
    try {
      const view = { strength: mix.strength, compare: 0, mirror: false };
      return await surface.takePicture(output.picture, working, view);
    } finally {
      output.release();
    }
  } finally {
    desk.forget(stream);
    surface.dispose();
  }
}
