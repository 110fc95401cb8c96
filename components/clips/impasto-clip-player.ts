import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Clip } from '../../src/studio/media';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';

/**
 * Plays one clip in a dialog, by the browser's own player.
 *
 * @event player-close - The dialog was closed.
 */
@customElement('impasto-clip-player')
export class ImpastoClipPlayer extends LitElement {
  static override styles = [
    baseStyles,
    css`
      wa-dialog {
        --width: min(64rem, 94vw);
      }

      video,
      img {
        display: block;
        width: 100%;
        max-height: 72dvh;
        object-fit: contain;
        background: #0a110f;
      }
    `,
  ];

  @property({ attribute: false }) clip: Clip | null = null;

  override render(): TemplateResult | typeof nothing {
    if (!this.clip) return nothing;
    const { name, url, format } = this.clip;
    return html`
      <wa-dialog open light-dismiss label=${name} @wa-after-hide=${() => emit(this, 'player-close', null)}>
        ${
          format === 'gif'
            ? html`<img src=${url} alt=${name} />`
            : html`<video src=${url} controls autoplay playsinline></video>`
        }
      </wa-dialog>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-clip-player': ImpastoClipPlayer;
  }
}
