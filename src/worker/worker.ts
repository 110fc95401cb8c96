import * as Comlink from 'comlink';
import { RenderWorker } from './render-worker';

Comlink.expose(new RenderWorker());
