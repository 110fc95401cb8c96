import type { Catalog } from '../network/catalog';
import type { SpawnRenderer } from '../renderer/renderer';
import { ImpastoStudio } from './impasto-studio';
import type { PreferenceStorage } from './preferences';
import type { Studio } from './studio';
import { browserParts, type StudioParts } from './studio-parts';

export interface StudioOptions {
  readonly catalog: Catalog;
  readonly spawnRenderer: SpawnRenderer;
  /** The page's query: `?backend=` and `?size=` force these. */
  readonly url: URLSearchParams;
  readonly storage: PreferenceStorage;
  /** What the studio has from the browser; the browser's own parts if left out. */
  readonly parts?: StudioParts;
}

export function createStudio(options: StudioOptions): Studio {
  return new ImpastoStudio({ ...options, parts: options.parts ?? browserParts() });
}
