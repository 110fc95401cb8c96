import { BACKENDS, type BackendName } from '../protocol/backend';
import { SIZE_LADDER } from '../protocol/quality';

export interface UrlOptions {
  /** `?backend=`: the only backend to try. */
  readonly backend: BackendName | null;
  /** `?size=`: the long side of the working size, a step of the ladder, pixels. */
  readonly size: number | null;
}

/** What the page's address forces; anything that makes no sense is passed over. */
export function parseUrlOptions(url: URLSearchParams): UrlOptions {
  const backend = url.get('backend')?.toLowerCase();
  return {
    backend: BACKENDS.find((name) => name === backend) ?? null,
    size: parseSize(url.get('size')),
  };
}

function parseSize(text: string | null): number | null {
  if (text === null || !/^\d{1,5}$/.test(text)) return null;
  const wanted = Number(text);
  return SIZE_LADDER.reduce<number>(
    (best, step) => (Math.abs(step - wanted) < Math.abs(best - wanted) ? step : best),
    SIZE_LADDER[0],
  );
}
