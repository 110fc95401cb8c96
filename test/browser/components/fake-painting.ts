import type { Losses, OptimizeProgress } from '../../../src/protocol/optimize';
import type { PaintingActions, PaintingState } from '../../../src/studio/painting';

/** Nothing was painted by optimization yet. */
export const NO_PAINTING: PaintingState = {
  open: false,
  status: 'empty',
  working: false,
  resumable: false,
  photo: null,
  shown: null,
  viewing: null,
  kept: [],
  fast: null,
  photoLosses: null,
  compareWith: 'photo',
  compare: 0,
  progress: null,
  history: [],
  ownStyles: [],
  styles: [],
  settings: {
    contentWeight: 1,
    styleWeight: 10,
    variationWeight: 1,
    contentLayer: 'block4_conv2',
    styleLayers: {
      block1_conv1: 1,
      block2_conv1: 1,
      block3_conv1: 1,
      block4_conv1: 1,
      block5_conv1: 1,
    },
    optimizer: 'adam',
    adamRate: 0.02,
    sgdRate: { initial: 50, decay: 0.96, steps: 100 },
    iterations: 300,
    start: 'fast',
    colours: 'painting',
    levels: 2,
    longSide: 512,
  },
  preset: 'balanced',
  fit: { estimate: null, error: null },
  masking: false,
  mask: null,
  network: { unavailable: null, reading: false, own: null, kept: 'no', site: false, used: 'built-in' },
  saving: null,
};

const FIT: PaintingState['fit'] = {
  estimate: { size: { width: 512, height: 288 }, bytes: 310e6, limit: 2e9, largestSide: 1024 },
  error: null,
};

/** How the losses fall. */
function lossesAt(iteration: number): Losses {
  const content = 0.62 - 0.3 * Math.exp(-iteration / 60);
  const style = 0.012 + 0.9 * Math.exp(-iteration / 25) + 0.1 * Math.exp(-iteration / 200);
  const variation = 0.004 + 0.002 * Math.exp(-iteration / 80);
  return { content, style, variation, total: content + 10 * style + variation };
}

function progressAt(iteration: number): OptimizeProgress {
  return { iteration, losses: lossesAt(iteration), perSecond: 4.2, timeLeft: (300 - iteration) / 4.2 };
}

/** A picture of waves that a run gets nearer to; `share`: 0 at the beginning, 1 at the end. */
async function waves(width: number, height: number, share: number): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, '#274b74');
  sky.addColorStop(1, '#d8a15c');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let i = 0; i < 900 * share; i++) {
    const x = (i * 197) % width;
    const y = (i * 89) % height;
    context.fillStyle = `hsl(${200 + 60 * Math.sin(x / 90) + (y / height) * 160} 60% ${30 + ((i * 29) % 40)}%)`;
    context.beginPath();
    context.ellipse(x, y, 26, 6, Math.sin(x / 70 + y / 40) * 1.5, 0, 7);
    context.fill();
  }
  return createImageBitmap(canvas);
}

async function urlOf(bitmap: ImageBitmap): Promise<string> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return URL.createObjectURL(await canvas.convertToBlob());
}

/** States of the mode, made anew: they hold bitmaps. */
export async function paintingStates(styles: PaintingState['styles']) {
  const photo = await waves(512, 288, 0);
  const ready: PaintingState = { ...NO_PAINTING, open: true, status: 'ready', photo, styles, fit: FIT };
  const image = await waves(512, 288, 1);
  const iterations = Array.from({ length: 184 }, (_, i) => i);
  const kept = await Promise.all(
    [0, 100].map(async (iteration) => ({
      iteration,
      url: await urlOf(await waves(512, 288, iteration / 200 + 0.2)),
    })),
  );
  const running: PaintingState = {
    ...ready,
    status: 'running',
    working: true,
    resumable: true,
    shown: { image, iteration: 183, losses: lossesAt(183) },
    history: iterations.map(progressAt),
    progress: progressAt(183),
    kept,
    fast: { image: await waves(512, 288, 0.4), losses: lossesAt(20) },
    photoLosses: lossesAt(0),
    compare: 0.35,
  };
  const done = { ...running, status: 'finished', working: false, resumable: false } as const;
  return { ready, running, paused: { ...running, status: 'paused' }, done } as const;
}

/** Remembers what was asked for; files by their names, bitmaps by their sizes. */
export function recordingPainting(calls: [name: string, ...args: unknown[]][]): PaintingActions {
  return new Proxy({} as PaintingActions, {
    get:
      (_, name: string) =>
      (...args: unknown[]) => {
        calls.push([`optimize.${name}`, ...args.map(plain)]);
        return Promise.resolve();
      },
  });
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof File) return value.name;
  return value instanceof ImageBitmap ? [value.width, value.height] : value;
}
