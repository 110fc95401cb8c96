import { BACKEND_TITLES, type BackendInfo, type BackendName } from '../protocol/backend';
import type { ErrorCode } from '../protocol/errors';
import type { Notice } from './studio';

/** More than these nobody reads. */
const MOST = 4;

/** `notices` and one more, newest last; one that is there already moves to the end. */
export function addNotice(notices: readonly Notice[], id: number, text: string): readonly Notice[] {
  return [...notices.filter((notice) => notice.text !== text), { id, text }].slice(-MOST);
}

/** What there is to know of a backend that is not the first choice; null where it is, or was asked for. */
export function fallbackText({ backend, fallbacks }: BackendInfo): string | null {
  if (fallbacks.length === 0) return null;
  if (backend === 'wasm' || backend === 'cpu') {
    return 'Painting is slow without a graphics card. Is hardware acceleration off in the browser’s settings?';
  }
  return fallbacks
    .map((passed) => `${BACKEND_TITLES[passed.backend]} is not used: ${passed.reason}`)
    .join(' ');
}

/** A graphics interface that the processor imitates is slower than WASM, which uses the processor outright. */
export function softwareText(backend: BackendName): string {
  return `${BACKEND_TITLES[backend]} runs without a graphics card here. With ?backend=wasm in the address Impasto may be faster.`;
}

const HAPPENED: Partial<Readonly<Record<ErrorCode, string>>> = {
  'device-lost': 'The graphics device was lost.',
  'worker-crashed': 'The part of Impasto that paints stopped unexpectedly.',
  'worker-timeout': 'The part of Impasto that paints did not answer any more.',
};

/** What is said after Impasto has rebuilt itself because of `code`. */
export function rebuiltText(code: ErrorCode): string {
  return `${HAPPENED[code] ?? 'Painting failed.'} Impasto rebuilt itself and went on.`;
}
