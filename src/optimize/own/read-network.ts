import type { OwnNetwork, ReadNetwork } from '../../protocol/optimize';
import { ImpastoError } from '../../protocol/errors';
import type { Outcome } from '../../protocol/outcome';
import { outcome } from '../../shared/outcome';
import { WorkerLink } from '../../shared/worker-link';
import type { NetworkReaderApi } from './worker';

/** A whole VGG19 with its top has 575 MB; what is larger is something else. */
const LARGEST_BYTES = 700 * 2 ** 20;
/** Half a second is usual; a file that takes this long is made to do harm. */
const DEADLINE_MS = 60_000;

/** Reads a user's own network on a thread of its own, which is ended afterwards whatever the file does. */
export const readNetwork: ReadNetwork = async (file) => {
  if (file.size > LARGEST_BYTES) return tooLarge();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'network' });
  const link = new WorkerLink<NetworkReaderApi>(worker, DEADLINE_MS, 'reading');
  try {
    const read = await outcome(() => link.call((api) => api.read(file)));
    return read.ok ? read.value : read;
  } finally {
    link.terminate();
  }
};

function tooLarge(): Promise<Outcome<OwnNetwork>> {
  return outcome(() => {
    throw new ImpastoError(
      'network-unsuitable',
      'This file is too large to be a VGG16 or VGG19. Choose one that Keras saved as .h5, or use the network that is built in.',
    );
  });
}
