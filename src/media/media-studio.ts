import type { FormatAvailability, MediaProbe } from '../protocol/media';
import { LeaveGuard } from '../shared/leave-guard';
import { Store } from '../shared/store';
import { ClipLibrary } from './clip-library';
import { ExportQueue } from './export-queue';
import { LiveRecorder } from './live-recorder';
import { availableFormats, probeFile } from './media-link';
import { Microphone } from './microphone';
import type { PainterHost } from './painter-host';
import { VideoDesk } from './video-desk';

/**
 * Everything about media files, for the page: each part has a `state`, an immutable snapshot, and
 * `subscribe`. Nothing here throws at the user; errors end up in the state of the part.
 */
export interface MediaStudio {
  /** What this browser can write; null until that is known. */
  readonly formats: Pick<Store<FormatsState>, 'state' | 'subscribe'>;
  readonly video: VideoDesk;
  readonly exports: ExportQueue;
  readonly microphone: Microphone;
  readonly recorder: LiveRecorder;
  readonly clips: ClipLibrary;
  /** Call when another renderer paints than before: exports and a recording go on with it. */
  rendererReplaced(): void;
  /** Looks into a file that is not on the desk; throws `ImpastoError` within 10 s, whatever the file does. */
  probe(file: File): Promise<MediaProbe>;
}

export interface FormatsState {
  readonly formats: readonly FormatAvailability[] | null;
}

export function createMediaStudio(host: PainterHost): MediaStudio {
  const formats = new Store<FormatsState>({ formats: null });
  const clips = new ClipLibrary();
  const exports = new ExportQueue(host, clips);
  const microphone = new Microphone();
  const recorder = new LiveRecorder(host, clips);
  availableFormats()
    .then((known) => formats.update({ formats: known }))
    // Without a media worker nothing can be written: then every format stays unknown, and opening a file says why.
    .catch(() => undefined);
  const guard = new LeaveGuard();
  const guardIfBusy = () => {
    guard.busy =
      exports.state.current !== null || recorder.state.status !== 'idle' || clips.state.saving.length > 0;
  };
  for (const part of [exports, recorder, clips]) part.subscribe(guardIfBusy);
  return {
    formats,
    video: new VideoDesk(),
    exports,
    microphone,
    recorder,
    clips,
    probe: probeFile,
    rendererReplaced() {
      exports.rendererReplaced();
      // A recording that cannot go on ends by itself, with what it has.
      recorder.rendererReplaced().catch(() => void recorder.stop());
    },
  };
}
