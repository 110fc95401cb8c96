import { ImpastoApp } from '../../../components/index';
import { FakeStudio } from './fake-studio';

declare global {
  interface Window {
    /** The studio behind the page, for the tests. */
    studio: FakeStudio;
  }
}

window.studio = new FakeStudio();
const app = document.querySelector('impasto-app');
if (!(app instanceof ImpastoApp)) throw new Error('The page has no <impasto-app>.');
app.studio = window.studio;
