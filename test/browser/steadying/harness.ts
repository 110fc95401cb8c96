/** Runs in the page: frames of a stream through an engine, and how steady what it paints is. */
import { openWasmEngine } from '../../../src/engine/tfjs/open-wasm';
import { openWebGlEngine } from '../../../src/engine/tfjs/open-webgl';
import type { EnginePicture, StyleEngine } from '../../../src/engine/style-engine';
import { readPicture } from '../../../src/engine/webgpu/picture-transfer';
import { softwareTile } from '../../../src/engine/webgpu/tiles';
import { WebGpuEngine } from '../../../src/engine/webgpu/webgpu-engine';
import { loadModel } from '../../../src/network/model';
import { modelFiles } from '../../../src/network/model-files';
import type { Size } from '../../../src/protocol/quality';
import { generator } from '../engine/random';
import { changes, type Steadiness } from './measures';

export type Kind = 'webgpu' | 'webgl' | 'wasm';

/** RGB 0…1 of every frame, row by row. */
export interface Clip extends Size {
  readonly frames: readonly Float32Array[];
  readonly fps: number;
}

/** An engine with ways to hand it pictures and read what it paints. */
interface Bench {
  readonly engine: StyleEngine;
  readonly upload: (rgb: Float32Array, size: Size) => EnginePicture;
  readonly read: (picture: EnginePicture, size: Size) => Promise<Float32Array>;
  readonly finished: () => Promise<void>;
}

let bench: Bench | null = null;
const clips = new Map<string, Clip>();

export async function open(kind: Kind): Promise<readonly string[]> {
  const files = modelFiles.get('lite');
  if (!files) throw new Error('no lite model');
  bench = await (kind === 'webgpu' ? onWebGpu() : kind === 'webgl' ? onWebGl() : onWasm());
  await bench.engine.load(await loadModel(files));
  return files.spec.styles.map(({ id }) => id);
}

async function onWebGpu(): Promise<Bench> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const device = await adapter.requestDevice();
  device.addEventListener('uncapturederror', ({ error }) => console.error(error.message));
  let texture: GPUTexture | null = null;
  return {
    engine: new WebGpuEngine(device, '', softwareTile),
    upload(rgb, { width, height }) {
      if (texture?.width !== width || texture.height !== height) {
        texture = device.createTexture({
          size: [width, height],
          format: 'rgba32float',
          usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST,
        });
      }
      const rgba = new Float32Array(width * height * 4);
      rgb.forEach((value, at) => (rgba[Math.floor(at / 3) * 4 + (at % 3)] = value));
      device.queue.writeTexture({ texture }, rgba, { bytesPerRow: width * 16 }, [width, height]);
      return { kind: 'image', texture };
    },
    read(picture) {
      if (picture.kind !== 'image') throw new Error('not an image');
      return readPicture(device, picture.texture);
    },
    finished: () => device.queue.onSubmittedWorkDone(),
  };
}

async function onWebGl(): Promise<Bench> {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) throw new Error('no WebGL 2');
  const framebuffer = gl.createFramebuffer();
  const read = (picture: EnginePicture, { width, height }: Size) => {
    if (picture.kind !== 'texture') throw new Error('not a texture');
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, picture.texture, 0);
    const rgba = new Float32Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.FLOAT, rgba);
    return Promise.resolve(rgba.filter((_, at) => at % 4 !== 3));
  };
  const pixel = new Uint8Array(4);
  return {
    engine: await openWebGlEngine(gl),
    upload: (data) => ({ kind: 'pixels', data }),
    read,
    finished: () => {
      // Waits, unlike gl.finish() in Chromium.
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      return Promise.resolve();
    },
  };
}

async function onWasm(): Promise<Bench> {
  const engine = await openWasmEngine();
  return {
    engine,
    upload: (data) => ({ kind: 'pixels', data }),
    read: (picture) => {
      if (picture.kind !== 'pixels') throw new Error('not pixels');
      return Promise.resolve(picture.data.slice());
    },
    finished: () => Promise.resolve(),
  };
}

/** Bytes 0…255 of all frames, one after the other, as a clip to be named in the other calls. */
export function addClip(name: string, base64: string, { width, height }: Size, fps: number): number {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const length = width * height * 3;
  const frames = Array.from({ length: bytes.length / length }, (_, index) =>
    Float32Array.from(bytes.subarray(index * length, (index + 1) * length), (value) => value / 255),
  );
  clips.set(name, { width, height, fps, frames });
  return frames.length;
}

/**
 * A still scene as a camera sees it: sensor noise of σ = 2/255 and an exposure that drifts by ±3%, as
 * training/steadiness.py has it. From frame `cutAt` on it is another scene.
 */
export function addStillScene(name: string, { width, height }: Size, count: number, cutAt = Infinity): void {
  const random = generator(7);
  // The sum of twelve even numbers is near enough to a normal one.
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
  const frames = Array.from({ length: count }, (_, frame) => {
    const exposure = 1 + 0.03 * (2 * random() - 1);
    return Float32Array.from({ length: width * height * 3 }, (__, at) => {
      const pixel = Math.floor(at / 3);
      const value = scene(
        (pixel % width) / width,
        Math.floor(pixel / width) / height,
        at % 3,
        frame >= cutAt,
      );
      return Math.min(1, Math.max(0, value * exposure + (2 / 255) * normal()));
    });
  });
  clips.set(name, { width, height, fps: 30, frames });
}

function scene(x: number, y: number, c: number, other: boolean): number {
  if (other) return x + y > 1 ? 0.15 + 0.1 * c : 0.75 - 0.2 * c * y;
  const disc = Math.hypot(x - 0.35, y - 0.45) < 0.2;
  const stripes = y > 0.75 ? 0.15 * Math.sin(x * 40) : 0;
  return (disc ? 0.8 - 0.25 * c : 0.25 + 0.4 * (c === 2 ? y : x)) + stripes;
}

/** Paints a clip; the frames of it, and what was painted, in RGB 0…1. */
export async function paint(name: string, style: string, smoothing: number): Promise<Float32Array[]> {
  const { clip, engine, upload, read } = opened(name);
  const stream = {};
  engine.setMix({ weights: { [style]: 1 }, strength: 1 });
  const painted: Float32Array[] = [];
  for (const [index, rgb] of clip.frames.entries()) {
    const place = { stream, smoothing, elapsed: index === 0 ? null : 1 / clip.fps };
    const output = engine.stylize(upload(rgb, clip), clip, place);
    painted.push(await read(output.picture, clip));
    output.release();
  }
  engine.forget(stream);
  return painted;
}

/** How much a clip and its paint change from frame to frame, where it stands still and where it moves. */
export async function steadiness(name: string, style: string, smoothing: number): Promise<Steadiness> {
  const painted = await paint(name, style, smoothing);
  const { clip } = opened(name);
  return changes(clip, painted);
}

/** PSNR in dB of the frames of a clip painted with smoothing and without. */
export async function agreement(name: string, style: string): Promise<number[]> {
  const [plain, smooth] = [await paint(name, style, 0), await paint(name, style, 1)];
  return plain.map((frame, at) => {
    const error = frame.reduce((sum, value, i) => sum + (value - (smooth[at]?.[i] ?? NaN)) ** 2, 0);
    return -10 * Math.log10(error / frame.length);
  });
}

/** Median ms of a frame without smoothing and with it, taking turns. */
export async function cost(
  name: string,
  style: string,
  passes: number,
): Promise<{ plain: number; smooth: number }> {
  const { clip, engine, upload, finished } = opened(name);
  engine.setMix({ weights: { [style]: 1 }, strength: 1 });
  const streams = [
    { smoothing: 0, stream: {}, times: [] as number[] },
    { smoothing: 0.5, stream: {}, times: [] as number[] },
  ];
  for (let pass = -2; pass < passes; pass++) {
    for (const { smoothing, stream, times } of streams) {
      const rgb = clip.frames[(pass + 2) % clip.frames.length];
      if (!rgb) throw new Error('an empty clip');
      const picture = upload(rgb, clip);
      await finished();
      for (const repeat of [0, 1]) {
        const start = performance.now();
        const output = engine.stylize(picture, clip, { stream, smoothing, elapsed: 1 / 30 });
        await finished();
        // The first of two in a row pays for having been changed over to.
        if (pass >= 0 && repeat === 1) times.push(performance.now() - start);
        output.release();
      }
    }
  }
  const median = (times: number[] = []) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
  for (const { stream } of streams) engine.forget(stream);
  return { plain: median(streams[0]?.times), smooth: median(streams[1]?.times) };
}

function opened(name: string): Bench & { readonly clip: Clip } {
  const clip = clips.get(name);
  if (!bench || !clip) throw new Error('open an engine and add a clip first');
  return { ...bench, clip };
}
