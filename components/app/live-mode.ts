/** The live picture on the page: pieces of the app's own template, and what the window's keys mean there. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StyleInfo } from '../../src/protocol/style';
import type { Studio, StudioState } from '../../src/studio/studio';
import '../control-panel/impasto-control-panel';
import '../style-strip/impasto-style-strip';
import '../transport/impasto-transport';
import { shelf, videoControls } from './media-parts';
import type { Shortcut } from './shortcuts';
import { isRecordable, toggleRecording } from './transport-actions';

/** The style that is chosen; null if it is not there. */
export function chosenStyle({ styles, preferences }: StudioState): StyleInfo | null {
  return styles.find(({ id }) => id === preferences.styleId) ?? null;
}

/** What is below the picture. */
export function liveControls(state: StudioState, wide: boolean): TemplateResult {
  const { media, preferences, styles } = state;
  return html`
    <impasto-transport
      .phase=${state.phase}
      .painted=${state.painted}
      .compare=${state.compare}
      .chosenStyle=${chosenStyle(state)}
      .recorder=${media.recorder}
      .recordable=${isRecordable(state.source)}
      .still=${state.source?.kind === 'picture'}
    ></impasto-transport>
    ${videoControls(media, wide)}
    <impasto-style-strip
      .paintings=${styles}
      .selected=${preferences.styleId}
      extensible
    ></impasto-style-strip>
  `;
}

export interface LiveSide {
  readonly wide: boolean;
  readonly panelOpen: boolean;
  /** Of the camera that "Start camera" means; empty for the browser's choice. */
  readonly cameraId: string;
  /** Of the microphone, 0…1. */
  readonly level: () => number;
}

/** What is beside it, or on narrow windows over and below it. */
export function liveSide(state: StudioState, { wide, panelOpen, cameraId, level }: LiveSide): TemplateResult {
  return html`
    ${
      panelOpen
        ? html`<impasto-control-panel
            ?sheet=${!wide}
            .studioState=${state}
            .cameraId=${cameraId}
            .level=${level}
          ></impasto-control-panel>`
        : nothing
    }
    ${shelf(state.media, wide, panelOpen)}
  `;
}

/** Does what a key stands for; false if it stands for nothing here. */
export function liveShortcut(studio: Studio, shortcut: Shortcut): boolean {
  const { phase, painted, styles } = studio.state;
  switch (shortcut.kind) {
    case 'style': {
      const style = styles[shortcut.index];
      if (style) studio.prefer({ styleId: style.id });
      return style !== undefined;
    }
    case 'pause':
      if (phase === 'live') studio.pause();
      else if (phase === 'paused') studio.resume();
      return phase !== 'idle';
    case 'save':
      if (painted) void studio.takePicture();
      return painted;
    case 'record':
      return toggleRecording(studio);
    default:
      return false;
  }
}
