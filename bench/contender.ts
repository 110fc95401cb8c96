import type { NetworkModel } from '../src/network/model';
import type { Size, Tier } from '../src/protocol/quality';

export const CONTENDERS = [
  { id: 'ours', title: 'Impasto, float32' },
  { id: 'ours-f16', title: 'Impasto, float16' },
  { id: 'tfjs-webgpu', title: 'TensorFlow.js WebGPU' },
  { id: 'ort-webgpu', title: 'ONNX Runtime WebGPU' },
  { id: 'tfjs-webgl', title: 'TensorFlow.js WebGL' },
  { id: 'tfjs-wasm', title: 'TensorFlow.js WASM' },
  { id: 'ort-wasm', title: 'ONNX Runtime WASM' },
] as const;
export type ContenderId = (typeof CONTENDERS)[number]['id'];

/** One engine with one network at one size, ready to paint the same picture again and again. */
export interface Contender {
  /** Asks for a frame. */
  readonly paint: () => void | Promise<void>;
  /** Resolves when the device has really finished all that was asked for. */
  readonly finished: () => Promise<void>;
  readonly dispose: () => void | Promise<void>;
}

export interface Task {
  readonly model: NetworkModel;
  readonly size: Size;
}

/** What a page or process measures with: a device that all of its engines share, where there is one. */
export interface Bench {
  readonly device: GPUDevice;
  readonly adapter: GPUAdapterInfo;
}

/** Opens an engine; throws an `Error` with the reason where it does not run. */
export type OpenContender = (task: Task) => Promise<Contender>;

/** What can be asked for by name. */
export interface Cell {
  readonly tier: Tier;
  readonly size: Size;
}
