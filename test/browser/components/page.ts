import { ImpastoApp } from '../../../components/index';
import { MEDIA_STATES } from './fake-media';
import { FakeStudio } from './fake-studio';

declare global {
  interface Window {
    /** The studio behind the page, for the tests. */
    studio: FakeStudio;
    /** States to put it into. */
    media: typeof MEDIA_STATES;
  }
}

window.studio = new FakeStudio();
window.media = MEDIA_STATES;
const app = document.querySelector('impasto-app');
if (!(app instanceof ImpastoApp)) throw new Error('The page has no <impasto-app>.');
app.studio = window.studio;
