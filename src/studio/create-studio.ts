import { ImpastoStudio } from './impasto-studio';
import type { Studio } from './studio';
import type { StudioOptions } from './studio-options';
import { browserParts } from './studio-parts';

export function createStudio(options: StudioOptions): Studio {
  return new ImpastoStudio({ ...options, parts: options.parts ?? browserParts() });
}
