/** "Paint this frame" on the page: pieces of the app's own template, and what the window's events mean there. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StyleInfo } from '../../src/protocol/style';
import type { PaintingActions, PaintingState } from '../../src/studio/painting';
import type { StudioState } from '../../src/studio/studio';
import '../filmstrip/impasto-filmstrip';
import type { Brush } from '../painting-mask/impasto-painting-mask';
import '../painting-panel/impasto-painting-panel';
import '../painting-rail/impasto-painting-rail';
import '../painting-results/impasto-painting-results';
import '../painting-strip/impasto-painting-strip';
import type { PaintingRequest } from '../shared/events';
import type { Shortcut } from './shortcuts';

/** An added style is but a few numbers of the fast network: there is no painting to be like. */
function paintingsOf({ styles }: StudioState): readonly StyleInfo[] {
  return styles.filter(({ added }) => !added);
}

/** What is below the frame, instead of what is below a live picture. */
export function paintingControls(state: StudioState): TemplateResult {
  const { optimize } = state;
  const [chosen] = optimize.styles;
  return html`
    <impasto-filmstrip .kept=${optimize.kept} .viewing=${optimize.viewing}></impasto-filmstrip>
    <impasto-painting-rail .painting=${optimize}></impasto-painting-rail>
    <impasto-painting-strip
      .paintings=${paintingsOf(state)}
      .ownStyles=${optimize.ownStyles}
      .selected=${chosen?.style.id ?? ''}
      ?disabled=${optimize.working}
    ></impasto-painting-strip>
  `;
}

/** What is beside it, or below on narrow windows. */
export function paintingSide(state: StudioState, brush: Brush): TemplateResult {
  const { optimize } = state;
  return html`
    <impasto-painting-panel
      .painting=${optimize}
      .paintings=${paintingsOf(state)}
      .brush=${brush}
    ></impasto-painting-panel>
    ${
      optimize.shown || optimize.working
        ? html`<impasto-painting-results .painting=${optimize}></impasto-painting-results>`
        : nothing
    }
  `;
}

/** Asks for what an event stands for. */
export function paintingRequest(actions: PaintingActions, { action, args }: PaintingRequest): void {
  (actions[action] as (...given: typeof args) => unknown)(...args);
}

const NETWORK_FILE = /\.(h5|hdf5)$/i;

/** Files that were dropped or pasted: pictures are styles, an .h5 file is a network. */
export function paintingFiles(actions: PaintingActions, state: PaintingState, files: readonly File[]): void {
  if (state.working) return;
  const network = files.find(({ name }) => NETWORK_FILE.test(name));
  if (network && state.network.unavailable === null) void actions.readNetwork(network);
  const pictures = files.filter((file) => file !== network);
  if (pictures.length > 0) void actions.addPictures(pictures);
}

/** Does what a key stands for; false if it stands for nothing here. */
export function paintingShortcut(actions: PaintingActions, page: StudioState, shortcut: Shortcut): boolean {
  const state = page.optimize;
  const { status } = state;
  switch (shortcut.kind) {
    case 'style': {
      const style = [...state.ownStyles, ...paintingsOf(page)][shortcut.index];
      if (style && !state.working) actions.chooseStyle(style.id);
      return style !== undefined;
    }
    case 'pause':
      if (status === 'running') actions.pause();
      else if (status === 'paused') void actions.resume();
      return true;
    case 'save':
      if (state.shown) void actions.savePicture();
      return state.shown !== null;
    case 'leave':
      actions.leave();
      return true;
    default:
      return false;
  }
}
