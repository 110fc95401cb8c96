import type { StudioOptions } from './studio-options';
import type { MediaState } from './media';
import type { PaintingState } from './painting';
import { defaultPreferences, loadPreferences } from './preferences';
import { qualityChoices } from './qualities';
import type { StudioState } from './studio';
import type { StudioParts } from './studio-parts';

/** What a visit begins with. */
export function initialState(
  { catalog, storage, parts }: Pick<StudioOptions, 'catalog' | 'storage'> & { readonly parts: StudioParts },
  media: MediaState,
  optimize: PaintingState,
): StudioState {
  return {
    phase: 'idle',
    source: null,
    starting: null,
    cameras: [],
    cameraId: null,
    styles: catalog.styles,
    preferences: loadPreferences(storage, defaultPreferences(catalog, parts.wide), catalog),
    compare: 0,
    qualities: qualityChoices(catalog),
    backend: null,
    meters: null,
    notices: [],
    error: null,
    canRetry: false,
    canvasGeneration: 0,
    painted: false,
    media,
    optimize,
  };
}
