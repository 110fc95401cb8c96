/**
 * The page's composition root: the only place that knows every part. It builds the studio from
 * the real parts and hands it to the page's element.
 */
import type { ImpastoApp } from '../components/index';
import '../components/index';
import { makeFilm } from './media/film';
import { createMediaStudio } from './media/media-studio';
import { catalog } from './network/model-catalog';
import { fetchedNetwork } from './optimize/own/fetched-network';
import { readNetwork } from './optimize/own/read-network';
import { spawnRenderer } from './renderer/spawn-renderer';
import { createStudio } from './studio/create-studio';
import type { PreferenceStorage } from './studio/preferences';
import type { Studio } from './studio/studio';

declare global {
  interface Window {
    __impasto?: { readonly studio: Studio };
  }
}

/** Merely reading `localStorage` throws where the browser forbids storage. */
function preferenceStorage(): PreferenceStorage {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function start(): void {
  const url = new URLSearchParams(location.search);
  const studio = createStudio({
    catalog,
    spawnRenderer,
    createMedia: createMediaStudio,
    makeFilm,
    readNetwork,
    siteNetwork: fetchedNetwork,
    url,
    storage: preferenceStorage(),
  });
  // End-to-end tests ask for the state that the page cannot show, such as open frames. Nobody else
  // gets a global: it would become an interface that we never promised.
  if (url.has('test')) window.__impasto = { studio };
  const app = document.querySelector<ImpastoApp>('impasto-app');
  if (app === null) throw new Error('The page has no <impasto-app> element.');
  app.studio = studio;
}

start();
