import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { MediaActions } from '../../src/studio/media';
import type { ImpastoEventDetails } from '../shared/events';

type Handlers = {
  readonly [K in keyof ImpastoEventDetails]?: (media: MediaActions, detail: ImpastoEventDetails[K]) => void;
};

/** What the events about files, exports, recordings and clips ask of the studio. */
const HANDLERS: Handlers = {
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

/** Turns the events that come up to its host into calls, while the host is connected. */
export class MediaEventsController implements ReactiveController {
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly media: () => MediaActions | null,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    for (const name of Object.keys(HANDLERS)) this.host.addEventListener(name, this.onEvent);
  }

  hostDisconnected(): void {
    for (const name of Object.keys(HANDLERS)) this.host.removeEventListener(name, this.onEvent);
  }

  private readonly onEvent = (event: Event): void => {
    const media = this.media();
    const handle = HANDLERS[event.type as keyof Handlers] as
      ((media: MediaActions, detail: unknown) => void) | undefined;
    if (media && event instanceof CustomEvent) handle?.(media, event.detail);
  };
}
