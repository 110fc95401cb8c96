import type { Studio } from '../../src/studio/studio';
import type { EventHandlers } from './events-controller';
import { paintingRequest } from './painting-mode';
import { transport } from './transport-actions';

/** What the events about the live picture, its messages and "Paint this frame" ask of the studio. */
export const STUDIO_EVENTS: EventHandlers<Studio> = {
  'start-sample': (studio) => void studio.startSample(),
  'open-video': (studio, { file, others }) => void studio.openVideo(file, others),
  'open-picture': (studio, { file }) => void studio.openPicture(file),
  transport: (studio, { action }) => transport(studio, action),
  prefer: (studio, change) => studio.prefer(change),
  'add-style': (studio, { files }) => void studio.addStyle(files),
  'remove-style': (studio, { id }) => void studio.removeStyle(id),
  'compare-change': (studio, { share }) => studio.setCompare(share),
  'stage-canvas': (studio, { canvas, display }) => studio.attachCanvas(canvas, display),
  'stage-resize': (studio, { display }) => studio.resize(display),
  'error-dismiss': (studio) => studio.dismissError(),
  'error-retry': (studio) => void studio.retry(),
  'notice-dismiss': (studio, { id }) => studio.dismissNotice(id),
  optimize: ({ optimize }, request) => paintingRequest(optimize, request),
};
