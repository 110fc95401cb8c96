import { BACKEND_TITLES, BACKENDS, type BackendName, type Fallback } from '../protocol/backend';
import { ImpastoError } from '../protocol/errors';
import { SpentCanvas, type BackendModule, type OpenedBackend } from './backend';

/** Imported when tried, so that nobody loads the code of four backends. */
const MODULES: Readonly<Record<BackendName, () => Promise<BackendModule>>> = {
  webgpu: () => import('./backends/webgpu'),
  webgl: () => import('./backends/webgl'),
  wasm: () => import('./backends/wasm'),
  cpu: () => import('./backends/cpu'),
};

/**
 * Opens the first backend that works, in the order of BACKENDS, or the only one asked for.
 * Throws `ImpastoError` `no-backend` if none does, `SpentCanvas` if others have to be tried on another canvas.
 * @param trying told of each that is tried
 */
export async function openBackend(
  canvas: OffscreenCanvas,
  only: BackendName | null,
  excluded: readonly BackendName[],
  trying: (name: BackendName) => void,
): Promise<OpenedBackend> {
  const fallbacks: Fallback[] = [];
  for (const name of only ? [only] : BACKENDS) {
    if (!only && excluded.includes(name)) {
      fallbacks.push({ backend: name, reason: 'It failed on this page before.' });
      continue;
    }
    trying(name);
    try {
      const backend = await (await MODULES[name]()).open(canvas);
      return { ...backend, info: { ...backend.info, fallbacks } };
    } catch (error) {
      if (error instanceof SpentCanvas && !only) throw error;
      fallbacks.push({ backend: name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw noBackend(only, fallbacks);
}

function noBackend(only: BackendName | null, fallbacks: readonly Fallback[]): ImpastoError {
  const detail = fallbacks.map(({ backend, reason }) => `${BACKEND_TITLES[backend]}: ${reason}`).join(' ');
  return only
    ? new ImpastoError(
        'no-backend',
        `${BACKEND_TITLES[only]} was asked for in the address (?backend=${only}) but does not work here. Remove that from the address to let Impasto choose.`,
        detail,
      )
    : new ImpastoError(
        'no-backend',
        'This browser offers nothing that Impasto can paint with. An up-to-date Chrome, Edge, Firefox or Safari will.',
        detail,
      );
}
