import type { Film, FilmFrame } from '../protocol/media';
import { NO_DEADLINE_MS } from '../shared/deadline';
import { unwrap } from '../shared/outcome';
import { spawnMediaWorker } from './media-link';

/** Makes a video of pictures in a media worker of its own; throws `ImpastoError` where the browser cannot. */
export async function makeFilm(frames: readonly FilmFrame[]): Promise<Film> {
  const link = await spawnMediaWorker();
  try {
    return unwrap(await link.call((api) => api.film(frames), NO_DEADLINE_MS));
  } finally {
    link.terminate();
  }
}
