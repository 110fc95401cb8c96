import * as Comlink from 'comlink';
import { MediaWorker } from './media-worker';

Comlink.expose(new MediaWorker());
