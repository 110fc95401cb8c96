import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { MediaState } from '../../src/studio/media';
import '../clips/impasto-clips';
import type { ImpastoClips } from '../clips/impasto-clips';
import '../export-progress/impasto-export-progress';
import { isQueued } from '../queue/impasto-queue';
import '../queue/impasto-queue';
import { baseStyles } from '../shared/base.styles';
import { FocusKeeper } from '../shared/focus-keeper';

/**
 * True if there is anything to put on the shelf, or will be: a narrow page leaves an empty one out, but what comes to
 * one that is there already is told of.
 */
export function shelfHasSomething({ clips, exports, waiting, recorder }: MediaState): boolean {
  const { recoverable, deleted, error } = clips;
  const kept = clips.clips.length + recoverable.length;
  return (
    kept > 0 ||
    deleted !== null ||
    error !== null ||
    recorder.status !== 'idle' ||
    exports.items.length + waiting.length > 0
  );
}

/** What is in the making and what is finished: the current export, the queue, the clips. */
@customElement('impasto-shelf')
export class ImpastoShelf extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: 0.75rem;
      }
    `,
  ];

  @query('impasto-clips') private clips!: ImpastoClips | null;

  @property({ attribute: false }) media!: MediaState;
  /** Whether the current export is shown here, and not beside the picture. */
  @property({ type: Boolean }) withProgress = false;

  constructor() {
    super();
    // Of the export that has ended, or of the queue that is empty.
    new FocusKeeper(this, () => this.clips);
  }

  override render(): TemplateResult {
    const { exports, waiting, clips, canShare, canSave } = this.media;
    return html`
      ${
        this.withProgress && exports.current
          ? html`<impasto-export-progress .item=${exports.current}></impasto-export-progress>`
          : nothing
      }
      ${
        exports.items.some(isQueued) || waiting.length > 0
          ? html`<impasto-queue .items=${exports.items} .waiting=${waiting}></impasto-queue>`
          : nothing
      }
      <impasto-clips .library=${clips} ?canShare=${canShare} ?canSave=${canSave}></impasto-clips>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-shelf': ImpastoShelf;
  }
}
