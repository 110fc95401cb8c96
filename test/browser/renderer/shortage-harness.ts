/** Runs in the page: the display on WebGPU, on a device that says it has little memory. */
import { catalog } from '../../../src/network/model-catalog';
import type { RenderOptions } from '../../../src/protocol/render';
import { drawSampleScene } from '../../../src/sources/sample-scene/scene';
import { open } from '../../../src/worker/backends/webgpu';
import { Display } from '../../../src/worker/display';
import { EngineDesk } from '../../../src/worker/engine-desk';

/** Bytes that a device has for one frame, and that it can bind at once. */
export interface Memory {
  readonly total: number;
  readonly bindable: number;
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the device they are of
const { createBuffer, pushErrorScope, popErrorScope } = GPUDevice.prototype;
const BINDABLE = 'maxStorageBufferBindingSize';
const bindableAsIs = Object.getOwnPropertyDescriptor(GPUSupportedLimits.prototype, BINDABLE) ?? {};

/** Devices deny that they have more, until the next call. */
function limitMemory({ total = Infinity, bindable }: Partial<Memory>): void {
  const limit = bindable === undefined ? bindableAsIs : { get: () => bindable };
  Object.defineProperty(GPUSupportedLimits.prototype, BINDABLE, limit);
  let asked = 0;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    asked += descriptor.size;
    return createBuffer.call(this, descriptor);
  };
  GPUDevice.prototype.pushErrorScope = function (filter) {
    asked = 0;
    pushErrorScope.call(this, filter);
    return undefined;
  };
  GPUDevice.prototype.popErrorScope = async function () {
    await popErrorScope.call(this);
    return asked > total ? new GPUOutOfMemoryError(`${asked} bytes`) : null;
  };
}

const canvas = new OffscreenCanvas(320, 240);
const opened = open(canvas).then((backend) => ({
  backend,
  desk: new EngineDesk(backend, (work) => work()),
}));

/** Paints one frame on such a device, at 256 if it can. What the engine compiled for one call the next need not. */
export async function paintWith(memory: Partial<Memory>) {
  const { backend, desk } = await opened;
  limitMemory({});
  // Nothing is kept that was painted with before.
  desk.trim();
  const steps: string[] = [];
  const settings = {
    mix: { weights: { [catalog.styles[0]?.id ?? '']: 1 }, strength: 1 },
    quality: 'fast',
    mirror: false,
    compare: 0,
    smoothing: 0.5,
  } as const;
  const options: RenderOptions = {
    backend: 'webgpu',
    excluded: [],
    size: 256,
    settings,
    display: { width: 320, height: 240 },
    timeOrigin: performance.timeOrigin,
  };
  const display = new Display({
    backend: { ...backend, info: { ...backend.info, fallbacks: [] } },
    desk,
    canvas,
    options,
    events: {
      meters: ignore,
      failed: ignore,
      trying: ignore,
      refused: ignore,
      step: (size, reason) => steps.push(`${size.width}×${size.height}: ${reason}`),
    },
    repaint: ignore,
    framesOpen: () => 0,
    tap: () => null,
  });
  await display.warm();
  const original = new OffscreenCanvas(320, 240);
  const context = original.getContext('2d');
  if (!context) throw new Error('no 2D context');
  drawSampleScene(context, 0, 320, 240);
  backend.compositor.hold(original.transferToImageBitmap());
  limitMemory(memory);
  const problem = await display.paintHeld(0).then(
    () => null,
    (error: unknown) => String(error),
  );
  return { steps, problem, bytes: desk.memory().bytes };
}

function ignore(): void {
  // Nothing is to be done.
}
