import type { MediaStudio } from '../media/media-studio';
import type { PainterHost } from '../media/painter-host';
import type { Catalog } from '../network/catalog';
import type { SpawnRenderer } from '../renderer/renderer';
import type { NetworkSources } from './painting-network';
import type { MakeFilm } from './painting-results';
import type { PreferenceStorage } from './preferences';
import type { StudioParts } from './studio-parts';

export interface StudioOptions extends NetworkSources {
  readonly catalog: Catalog;
  readonly spawnRenderer: SpawnRenderer;
  /** Given from outside, so that the studio knows nothing of the media workers. */
  readonly createMedia: (host: PainterHost) => MediaStudio;
  /** Writes the film of an optimization; given from outside for the same reason. */
  readonly makeFilm: MakeFilm;
  /** The page's query: `?backend=` and `?size=` force these. */
  readonly url: URLSearchParams;
  readonly storage: PreferenceStorage;
  /** What the studio has from the browser; the browser's own parts if left out. */
  readonly parts?: StudioParts;
}
