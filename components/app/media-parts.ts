/** The parts of the page that come and go with files: pieces of the app's own template. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MediaState } from '../../src/studio/media';
import '../export-panel/impasto-export-panel';
import '../export-progress/impasto-export-progress';
import '../shelf/impasto-shelf';
import { shelfHasSomething } from '../shelf/impasto-shelf';
import '../timeline/impasto-timeline';

/** For files that do not tell their frame rate. */
const USUAL_FPS = 30;

/** What an open video adds below the picture; narrow windows have the current export there too. */
export function videoControls(
  { desk, timeline, formats, waiting, exports }: MediaState,
  wide: boolean,
): TemplateResult {
  const { track } = desk;
  return html`
    ${
      timeline
        ? html`<impasto-timeline
            .timeline=${timeline}
            .track=${track?.range ?? null}
            .trim=${desk.choices.range}
            .frame=${1 / (track?.frameRate ?? USUAL_FPS)}
          ></impasto-timeline>`
        : nothing
    }
    ${
      desk.status === 'empty'
        ? nothing
        : html`<impasto-export-panel
            .desk=${desk}
            .formats=${formats}
            .waiting=${waiting.length}
          ></impasto-export-panel>`
    }
    ${
      exports.current && !wide
        ? html`<impasto-export-progress .item=${exports.current}></impasto-export-progress>`
        : nothing
    }
  `;
}

/** Beside the picture it is part of the furniture; below a narrow screen it is there if it holds something. */
export function shelf(media: MediaState, wide: boolean, panelOpen: boolean): TemplateResult | typeof nothing {
  if (!shelfHasSomething(media) && !(wide && panelOpen)) return nothing;
  return html`<impasto-shelf
    .media=${media}
    ?withProgress=${wide}
    ?inert=${!wide && panelOpen}
  ></impasto-shelf>`;
}
