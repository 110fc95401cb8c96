import type { ClipLibrary } from '../media/clip-library';
import { saveFile } from '../media/save-file';
import { ImpastoError } from '../protocol/errors';

/** True where files can be handed to other programs. */
export function canShareFiles(): boolean {
  // Unit tests have no navigator, and some browsers no sharing.
  const { navigator } = globalThis as { navigator?: Partial<Navigator> };
  return navigator?.canShare?.({ files: [new File([], 'clip.mp4', { type: 'video/mp4' })] }) ?? false;
}

/** Hands a clip to another program, which the user chooses. */
export async function shareClip(clips: ClipLibrary, id: string): Promise<void> {
  const file = await clips.file(id);
  if (!file) return;
  if (!navigator.canShare({ files: [file] })) throw notShared();
  try {
    await navigator.share({ files: [file] });
  } catch (error) {
    // The user has closed the list of programs.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw notShared(String(error));
  }
}

/** Writes a copy of a clip to a place that the user chooses; call it while a press of a button is being handled. */
export async function saveClip(clips: ClipLibrary, id: string): Promise<void> {
  const clip = clips.state.clips.find((other) => other.id === id);
  if (clip) await clips.whileSaving(id, () => saveFile(clip.fileName, () => clips.file(id)));
}

function notShared(detail?: string): ImpastoError {
  return new ImpastoError(
    'media-unsupported',
    'This browser does not share files as large as this, or of this kind. Download it instead.',
    detail,
  );
}
