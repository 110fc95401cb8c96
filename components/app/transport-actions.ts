import type { SourceInfo } from '../../src/sources/frame-source';
import type { Studio } from '../../src/studio/studio';
import type { TransportAction } from '../shared/events';

/** Does what a button of the rail stands for. */
export function transport(studio: Studio, action: TransportAction): void {
  switch (action) {
    case 'pause':
      studio.pause();
      break;
    case 'resume':
      studio.resume();
      break;
    case 'stop':
      studio.stop();
      break;
    case 'take-picture':
      void studio.takePicture();
      break;
    case 'record':
      studio.media.record();
      break;
    case 'stop-recording':
      studio.media.stopRecording();
      break;
  }
}

/** Begins or ends a recording; false where there is nothing to record. */
export function toggleRecording({ state, media }: Studio): boolean {
  const { status } = state.media.recorder;
  if (status === 'recording') media.stopRecording();
  else if (status === 'idle' && state.painted && isRecordable(state.source)) media.record();
  else return false;
  return true;
}

/** A picture that stands still makes no clip. */
export function isRecordable(source: SourceInfo | null): boolean {
  return source !== null && source.kind !== 'picture';
}
