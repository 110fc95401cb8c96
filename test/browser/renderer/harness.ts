/** Runs in the page: a real render worker on a canvas, fed with the sample scene. */
import { catalog } from '../../../src/network/model-catalog';
import type { BackendName } from '../../../src/protocol/backend';
import type { ErrorReport } from '../../../src/protocol/errors';
import type { Meters, RenderOptions, RenderSettings } from '../../../src/protocol/render';
import type { Renderer } from '../../../src/renderer/renderer';
import { spawnRenderer } from '../../../src/renderer/spawn-renderer';
import { drawSampleScene } from '../../../src/sources/sample-scene/scene';

const WIDTH = 640;
const HEIGHT = 480;

export interface Probe {
  readonly styles: readonly string[];
  readonly steps: string[];
  readonly failures: { report: ErrorReport; backend: BackendName | null }[];
  readonly refusals: ErrorReport[];
  meters: Meters | null;
  painted: boolean;
}

export const probe: Probe = {
  styles: catalog.styles.map((style) => style.id),
  steps: [],
  failures: [],
  refusals: [],
  meters: null,
  painted: false,
};

let renderer: Renderer | null = null;
let settings: RenderSettings = {
  mix: { weights: { [catalog.styles[0]?.id ?? '']: 1 }, strength: 1 },
  quality: 'fast',
  mirror: false,
  compare: 0,
  smoothing: 0,
};

/** Spawns a renderer on a fresh canvas of 640×480 that fills the page's corner. */
export async function spawn(change: Partial<Omit<RenderOptions, 'settings'>> = {}) {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = `position:fixed;left:0;top:0;width:${WIDTH}px;height:${HEIGHT}px`;
  document.body.replaceChildren(canvas);
  const options: RenderOptions = {
    backend: null,
    excluded: [],
    size: 64,
    settings,
    display: { width: WIDTH, height: HEIGHT },
    timeOrigin: performance.timeOrigin,
    ...change,
  };
  renderer = await spawnRenderer(canvas, options, {
    meters: (meters) => (probe.meters = meters),
    step: (size, reason) => probe.steps.push(`${size.width}×${size.height}: ${reason}`),
    refused: (_tier, report) => probe.refusals.push(report),
    failed: (report, backend) => probe.failures.push({ report, backend }),
    painted: () => (probe.painted = true),
  });
  return renderer.ready;
}

export function configure(change: Partial<RenderSettings>): void {
  settings = { ...settings, ...change };
  running().configure(settings);
}

/** Hands over the scene at a time of its own clock, and waits until the renderer has taken it or dropped it. */
export async function show(seconds: number, width = WIDTH, height = HEIGHT): Promise<void> {
  const canvas = new OffscreenCanvas(width, height);
  // Drawn by the CPU: on a software adapter the GPU process would be busy with the scene alone.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context');
  drawSampleScene(context, seconds, width, height);
  running().submit({
    image: new VideoFrame(canvas, { timestamp: Math.round(seconds * 1e6) }),
    captureTime: performance.now(),
  });
  await new Promise((resolve) => setTimeout(resolve, 1000 / 30));
}

/** Feeds moving frames until `total` have been painted since the start. */
export async function paintUntil(total: number): Promise<Meters> {
  const start = probe.meters?.framesPainted ?? 0;
  for (let frame = 0; (probe.meters?.framesPainted ?? 0) < total; frame++) {
    if (probe.failures[0]) throw new Error(probe.failures[0].report.message);
    await show((start + frame) / 30, 160, 120);
  }
  if (!probe.meters) throw new Error('no meters');
  return probe.meters;
}

/** Bytes of JavaScript after a collection: of the page and its workers, or of the page alone. */
export async function heapBytes(ofWorkersToo: boolean): Promise<number> {
  const chromium = performance as unknown as {
    measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
    memory: { usedJSHeapSize: number };
  };
  if (ofWorkersToo) return (await chromium.measureUserAgentSpecificMemory()).bytes;
  (globalThis as unknown as { gc(): void }).gc();
  return chromium.memory.usedJSHeapSize;
}

export async function picture(): Promise<number[]> {
  return Array.from(new Uint8Array(await (await running().takePicture()).arrayBuffer()));
}

export function call<Name extends 'resize' | 'setFrameInterval' | 'dispose'>(
  name: Name,
  ...args: Parameters<Renderer[Name]>
): void {
  (running()[name] as (...values: Parameters<Renderer[Name]>) => void)(...args);
}

export function clear(): Promise<void> {
  return running().clear();
}

export function counts(): Renderer['counts'] {
  return running().counts;
}

function running(): Renderer {
  if (!renderer) throw new Error('spawn first');
  return renderer;
}
