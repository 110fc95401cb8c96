import { BACKEND_TITLES, type BackendName, type Fallback } from '../protocol/backend';
import type { ErrorCode } from '../protocol/errors';
import type { Notice } from './studio';

/** More than these nobody reads. */
const MOST = 4;

/** `notices` and one more, newest last; one that is there already moves to the end. */
export function addNotice(notices: readonly Notice[], id: number, text: string): readonly Notice[] {
  return [...notices.filter((notice) => notice.text !== text), { id, text }].slice(-MOST);
}

export function fallbackText({ backend, reason }: Fallback): string {
  return `${BACKEND_TITLES[backend]} is not used: ${reason}`;
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
