import { ImpastoApp } from '../../../components/index';
import * as media from './fake-media';
import { FakeStudio } from './fake-studio';

declare global {
  interface Window {
    /** The studio behind the page, for the tests. */
    studio: FakeStudio;
    /** States to put it into. */
    media: typeof media;
  }
}

window.studio = new FakeStudio();
window.media = media;
const app = document.querySelector('impasto-app');
if (!(app instanceof ImpastoApp)) throw new Error('The page has no <impasto-app>.');
app.studio = window.studio;
