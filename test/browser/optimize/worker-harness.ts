/** Runs in the page: jobs through a real render worker, on pictures drawn by code. */
import * as Comlink from 'comlink';
import { catalog } from '../../../src/network/model-catalog';
import type { BackendName } from '../../../src/protocol/backend';
import type {
  Losses,
  MemoryEstimate,
  OptimizeEvents,
  OptimizeJob,
  OptimizerApi,
  OptimizeProgress,
  OptimizeSettings,
} from '../../../src/protocol/optimize';
import type { Outcome } from '../../../src/protocol/outcome';
import type { Size } from '../../../src/protocol/quality';
import type { Renderer } from '../../../src/renderer/renderer';
import { spawnRenderer } from '../../../src/renderer/spawn-renderer';
import { photo, SETTINGS, strokes } from './pictures';

export interface Told {
  prepared: { size: Size; fastLosses: Losses; photoLosses: Losses; fast: number[] } | null;
  reports: OptimizeProgress[];
  previews: number[];
  kept: { iteration: number; size: Size; losses: Losses; pixels: number[] }[];
  photo: number[];
  end: Outcome<string> | null;
}

let renderer: Renderer;
let optimizer: Comlink.Remote<OptimizerApi>;
export let told: Told;
let keptBitmap: ImageBitmap | null = null;

export async function spawn(backend: BackendName): Promise<string> {
  const canvas = document.createElement('canvas');
  document.body.replaceChildren(canvas);
  renderer = await spawnRenderer(
    canvas,
    {
      backend,
      excluded: [],
      size: 64,
      settings: {
        mix: { weights: { [catalog.styles[0]?.id ?? '']: 1 }, strength: 1 },
        quality: 'fast',
        mirror: true,
        compare: 0,
        smoothing: 0,
      },
      display: { width: 320, height: 240 },
      timeOrigin: performance.timeOrigin,
    },
    {
      meters: () => undefined,
      step: () => undefined,
      refused: () => undefined,
      failed: () => undefined,
      painted: () => undefined,
    },
  );
  await open();
  return renderer.ready.info.backend;
}

export async function open(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await renderer.openOptimizer(port2);
  optimizer = Comlink.wrap<OptimizerApi>(port1);
}

export function close(): Promise<void> {
  return optimizer.close();
}

export interface JobChange {
  readonly settings?: Partial<OptimizeSettings>;
  readonly photoSize?: Size;
  readonly styleSize?: Size;
  readonly styles?: number;
  /** Ids of paintings of ours, beside the styles. */
  readonly paintings?: readonly string[];
  /** Paint the left half only. */
  readonly mask?: boolean;
  /** JPEG files, as base64, in place of what is drawn. */
  readonly files?: { readonly photo: string; readonly style: string };
  /** The style of the fast network; the first unless told. */
  readonly fastStyle?: string;
  /** Go on from the last kept picture. */
  readonly resumeFrom?: number;
}

/** Starts a job; what it tells is gathered in `told`. */
export async function start(change: JobChange = {}): Promise<void> {
  const { photoSize = { width: 64, height: 48 }, styleSize = { width: 64, height: 64 } } = change;
  const styles = await Promise.all(
    Array.from({ length: change.styles ?? 1 }, async (_, index) => ({
      id: `strokes ${index}`,
      image: change.files
        ? await decoded(change.files.style)
        : await strokes(styleSize.width, styleSize.height, index * 100),
      weight: 1,
    })),
  );
  const resume = change.resumeFrom ?? null;
  if (resume !== null && !keptBitmap) throw new Error('nothing was kept');
  const job: OptimizeJob = {
    photo: change.files ? await decoded(change.files.photo) : await photo(photoSize.width, photoSize.height),
    styles: [...styles, ...(change.paintings ?? []).map((id) => ({ id, image: null, weight: 1 }))],
    mask: change.mask ? await leftHalf() : null,
    fast: {
      tier: 'lite',
      mix: { weights: { [change.fastStyle ?? catalog.styles[0]?.id ?? '']: 1 }, strength: 1 },
    },
    perceptual: { kind: 'built-in' },
    settings: { ...SETTINGS, ...change.settings },
    resume:
      resume === null || !keptBitmap
        ? null
        : { picture: await createImageBitmap(keptBitmap), iteration: resume },
  };
  const fresh: Told = {
    prepared: null,
    reports: [],
    previews: [],
    kept: [],
    end: null,
    photo: pixelsOf(job.photo),
  };
  told = fresh;
  const events = Comlink.proxy({
    prepared({ size, fast, fastLosses, photoLosses }: Parameters<OptimizeEvents['prepared']>[0]) {
      fresh.prepared = { size, fastLosses, photoLosses, fast: pixelsOf(fast) };
      fast.close();
    },
    progress: (reports: readonly OptimizeProgress[]) => void fresh.reports.push(...reports),
    preview(picture: ImageBitmap, iteration: number) {
      fresh.previews.push(iteration);
      picture.close();
    },
    kept(picture: ImageBitmap, { iteration, losses }: OptimizeProgress) {
      const size = { width: picture.width, height: picture.height };
      fresh.kept.push({ iteration, size, losses, pixels: pixelsOf(picture) });
      keptBitmap?.close();
      keptBitmap = picture;
    },
  });
  const bitmaps = [job.photo, ...job.styles.map(({ image }) => image), job.mask, job.resume?.picture];
  const transferred = bitmaps.filter((bitmap) => bitmap !== null && bitmap !== undefined);
  void optimizer.run(Comlink.transfer(job, transferred), events).then((end) => (fresh.end = end));
}

/** Waits for the end of the job. */
export async function finish(): Promise<Told> {
  while (!told.end) await sleep(20);
  // Events go by another port than the end.
  await sleep(100);
  return told;
}

/** Runs a job to its end. */
export async function paint(change: JobChange = {}): Promise<Told> {
  await start(change);
  return finish();
}

export async function until(iteration: number): Promise<void> {
  while (!told.end && (told.reports.at(-1)?.iteration ?? -1) < iteration) await sleep(10);
}

/** Calls `stop`, `pause` or `resume`; resolves with ms until the worker has taken it. */
export async function call(name: 'stop' | 'pause' | 'resume'): Promise<number> {
  const start = performance.now();
  await optimizer[name]();
  return performance.now() - start;
}

export async function picture(): Promise<{ size: Size; pixels: number[] } | string> {
  const taken = await optimizer.picture();
  if (!taken.ok) return taken.error.code;
  const { picture: painted } = taken.value;
  const size = { width: painted.width, height: painted.height };
  return { size, pixels: pixelsOf(painted) };
}

export async function estimate(
  settings: Partial<OptimizeSettings>,
  perceptual: 'built-in' | 'vgg',
): Promise<MemoryEstimate> {
  const result = await optimizer.estimate(
    { width: 640, height: 480 },
    { ...SETTINGS, ...settings },
    perceptual,
  );
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** Shows a picture whose left half is red, and takes the original as it is shown. */
export async function original(): Promise<{ size: Size; left: number[]; right: number[] }> {
  const canvas = new OffscreenCanvas(90, 50);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context');
  context.fillStyle = 'blue';
  context.fillRect(0, 0, 90, 50);
  context.fillStyle = 'red';
  context.fillRect(0, 0, 45, 50);
  renderer.submit({ image: await createImageBitmap(canvas), captureTime: performance.now() });
  const taken = await renderer.takeOriginal().catch(async () => {
    await sleep(500);
    return renderer.takeOriginal();
  });
  const size = { width: taken.width, height: taken.height };
  const pixels = pixelsOf(taken);
  const pixel = (x: number, y: number) => pixels.slice((y * 90 + x) * 4, (y * 90 + x) * 4 + 3);
  return { size, left: pixel(10, 25), right: pixel(80, 25) };
}

async function decoded(base64: string): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(`data:image/jpeg;base64,${base64}`)).blob());
}

async function leftHalf(): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(32, 32);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context');
  context.fillStyle = 'black';
  context.fillRect(0, 0, 32, 32);
  context.fillStyle = 'white';
  context.fillRect(0, 0, 16, 32);
  return createImageBitmap(canvas);
}

function pixelsOf(bitmap: ImageBitmap): number[] {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', {
    willReadFrequently: true,
  });
  if (!context) throw new Error('no 2D context');
  context.drawImage(bitmap, 0, 0);
  return Array.from(context.getImageData(0, 0, bitmap.width, bitmap.height).data);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
