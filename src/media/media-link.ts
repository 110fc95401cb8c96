import * as Comlink from 'comlink';
import { ImpastoError } from '../protocol/errors';
import type {
  ClipFormat,
  ExportEvents,
  ExportPlan,
  ExportSettings,
  FormatAvailability,
  MediaProbe,
  MediaWorkerApi,
  WriteResult,
} from '../protocol/media';
import { NO_DEADLINE_MS } from '../shared/deadline';
import { unwrap } from '../shared/outcome';
import { type Remote, WorkerLink } from '../shared/worker-link';

/** A slow disk or network gets this long for the worker's script. */
const HELLO_DEADLINE_MS = 30_000;
/** A file that takes longer to look into is damaged or made to do harm. */
const PROBE_DEADLINE_MS = 9_000;

export type MediaLink = WorkerLink<MediaWorkerApi>;

/** Starts a media worker; the caller terminates it. Throws `ImpastoError` if it does not come up. */
export async function spawnMediaWorker(): Promise<MediaLink> {
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'media',
  });
  const link: MediaLink = new WorkerLink<MediaWorkerApi>(worker, PROBE_DEADLINE_MS, 'media');
  try {
    await link.call((api) => api.hello(), HELLO_DEADLINE_MS);
    return link;
  } catch (error) {
    link.terminate();
    throw error;
  }
}

/** Runs one short piece of work in a worker of its own, which is killed afterwards, or after the deadline. */
async function inWorker<T>(
  file: File | null,
  work: (api: Remote<MediaWorkerApi>) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const link = await spawnMediaWorker();
  signal?.addEventListener('abort', () => link.terminate());
  try {
    signal?.throwIfAborted();
    return await link.call(work);
  } catch (error) {
    const killed = error instanceof ImpastoError && error.report.code.startsWith('worker-');
    if (!killed || !file) throw error;
    throw new ImpastoError(
      'media-damaged',
      `“${file.name}” could not be read in a reasonable time, so it was given up. It is damaged or claims to hold more than it does. Choose another file.`,
      error.report.detail,
    );
  } finally {
    link.terminate();
  }
}

/** What a file holds. Throws `ImpastoError` within 10 s, whatever the file does. */
export async function probeFile(file: File): Promise<MediaProbe> {
  return unwrap(await inWorker(file, (api) => api.probe(file)));
}

/** What an export would do; throws `ImpastoError` with the reason where it cannot be done. `signal`: it need not be known any more. */
export async function planExport(
  file: File,
  settings: ExportSettings,
  signal: AbortSignal,
): Promise<ExportPlan> {
  return unwrap(await inWorker(file, (api) => api.plan(file, settings), signal));
}

/** What this browser can write. */
export async function availableFormats(): Promise<readonly FormatAvailability[]> {
  return unwrap(await inWorker(null, (api) => api.formats()));
}

/** Makes a clip of what a writer that is gone has left on the disk. */
export async function recoverPart(id: string, format: ClipFormat): Promise<WriteResult> {
  const link = await spawnMediaWorker();
  try {
    return unwrap(await link.call((api) => api.recover(id, format), NO_DEADLINE_MS));
  } finally {
    link.terminate();
  }
}

/** The events of an export as the worker can call them. */
export function forwardEvents(events: ExportEvents): ExportEvents {
  return Comlink.proxy({
    progress: (progress) => events.progress(progress),
    settling: (complete) => events.settling(complete),
    openPainter: async (job) => {
      const opened = await events.openPainter(job);
      return opened.ok ? Comlink.transfer(opened, [opened.value]) : opened;
    },
  });
}
