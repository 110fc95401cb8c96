/** Backends in the order in which they are tried. */
export const BACKENDS = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

export const BACKEND_TITLES: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** Why a backend was passed over, for the user. */
export interface Fallback {
  readonly backend: BackendName;
  readonly reason: string;
}

export interface BackendInfo {
  readonly backend: BackendName;
  /** Name of the engine, and if it is not the usual one, why. */
  readonly engine: string;
  /** Adapter or renderer name as the browser gives it. */
  readonly adapter: string;
  /** True if the adapter is the processor: a graphics interface without a graphics card behind it. */
  readonly software: boolean;
  /** True if the engine computes in float16. */
  readonly f16: boolean;
  /** Threads of the WASM backend; 1 elsewhere. */
  readonly threads: number;
  readonly fallbacks: readonly Fallback[];
}
