import type { MediaActions } from '../../src/studio/media';
import type { EventHandlers } from './events-controller';

/** What the events about files, exports, recordings and clips ask of the studio. */
export const MEDIA_EVENTS: EventHandlers<MediaActions> = {
  seek: (media, { seconds }) => media.seek(seconds),
  'export-choose': (media, change) => media.chooseExport(change),
  'export-start': (media) => media.startExport(),
  'export-control': (media, { action }) => {
    if (action === 'pause') media.pauseExport();
    else if (action === 'resume') media.resumeExport();
    else media.cancelExport();
  },
  queue: (media, { action, id }) => {
    if (action === 'remove') media.removeExport(id);
    else if (action === 'discard') media.discardPart(id);
    else if (action === 'show') media.showWaiting(id);
    else media.removeWaiting(id);
  },
  clip: (media, { action, id }) => {
    if (action === 'share') media.shareClip(id);
    else if (action === 'save') media.saveClip(id);
    else if (action === 'delete') media.deleteClip(id);
    else if (action === 'recover') media.recoverClip(id);
    else if (action === 'forget') media.discardRecoverable(id);
  },
  'clip-rename': (media, { id, name }) => media.renameClip(id, name),
  'clip-undo': (media) => media.undoDelete(),
  'microphone-open': (media, { deviceId }) => media.openMicrophone(deviceId),
  'microphone-close': (media) => media.closeMicrophone(),
};
