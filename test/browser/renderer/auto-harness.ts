/** Runs in the page: the display in Auto on WASM, which is taken for a graphics card or for none. */
import { catalog } from '../../../src/network/model-catalog';
import type { Meters, RenderOptions } from '../../../src/protocol/render';
import { open } from '../../../src/worker/backends/wasm';
import { Display } from '../../../src/worker/display';
import { EngineDesk } from '../../../src/worker/engine-desk';
import { NewestWins } from '../../../src/worker/scheduler';

/** So low that even the processor paints it soon at every long side. */
const SIZE = { width: 640, height: 16 };
/** Nothing is painted any more: the size is found. */
const QUIET_MS = 3000;

/** Paints a still picture until it stays as it is; what was told meanwhile. */
export async function paintStill(graphicsCard: boolean) {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const backend = await open(canvas);
  const scheduler = new NewestWins();
  const desk = new EngineDesk(backend, (work) => scheduler.enqueue(work));
  const steps: string[] = [];
  let meters: Meters | null = null;
  let last = performance.now();
  let busy = 0;
  const options: RenderOptions = {
    backend: 'wasm',
    excluded: [],
    size: null,
    settings: {
      mix: { weights: { [catalog.styles[0]?.id ?? '']: 1 }, strength: 1 },
      quality: 'auto',
      mirror: false,
      compare: 0,
      smoothing: 0,
    },
    display: SIZE,
    timeOrigin: performance.timeOrigin,
  };
  const repaint = (): void => {
    busy++;
    void scheduler
      .submit(() => display.paintHeld(null))
      .finally(() => {
        busy--;
        last = performance.now();
      });
  };
  const display = new Display({
    backend: {
      ...backend,
      info: { ...backend.info, backend: graphicsCard ? 'webgl' : 'wasm', fallbacks: [] },
    },
    desk,
    canvas,
    options,
    events: {
      meters: (told) => (meters = told),
      step: (_size, reason) => steps.push(reason),
      trying: () => undefined,
      refused: (_tier, { message }) => steps.push(message),
      failed: ({ message }) => steps.push(message),
    },
    repaint,
    framesOpen: () => 0,
    tap: () => null,
  });
  await display.warm();
  const original = new OffscreenCanvas(SIZE.width, SIZE.height);
  const context = original.getContext('2d');
  if (!context) throw new Error('no 2D context');
  context.fillStyle = 'teal';
  context.fillRect(100, 4, 300, 8);
  backend.compositor.hold(original.transferToImageBitmap());
  display.setFrameInterval(0);
  while (busy > 0 || performance.now() - last < QUIET_MS)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return { steps, meters: meters as Meters | null, ready: desk.ready };
}
