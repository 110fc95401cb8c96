import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { KeptPicture } from '../../src/studio/painting';
import { baseStyles } from '../shared/base.styles';
import { ask } from '../shared/events';

/**
 * The pictures of a run so far, one every hundred iterations, to go back to; the last button shows the newest.
 *
 * @event optimize - view
 */
@customElement('impasto-filmstrip')
export class ImpastoFilmstrip extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      .strip {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        /* As high without pictures: those to come must not push the frame about. */
        height: 5rem;
        padding: 0.375rem 0.25rem;
        overflow-x: auto;
        overscroll-behavior-x: contain;
        scrollbar-width: thin;
      }

      button {
        flex: none;
        display: grid;
        gap: 0.125rem;
        min-width: var(--target);
        padding: 0.1875rem;
        border: 2px solid transparent;
        border-radius: var(--radius-s);
        background: none;
        color: var(--ink-quiet);
        font: 500 0.75rem/1.2 var(--font-body);
        font-variant-numeric: tabular-nums;
        cursor: pointer;
      }

      button[aria-pressed='true'] {
        border-color: var(--gilt);
        color: var(--ink);
      }

      img {
        display: block;
        height: 2.75rem;
        margin-inline: auto;
        box-shadow: 0 1px 4px -1px var(--shade);
      }

      .newest {
        align-content: center;
        min-height: var(--target);
        padding-inline: 0.75rem;
      }

      p {
        margin: 0;
        color: var(--ink-quiet);
        font: italic 0.9375rem/1.3 var(--font-label);
      }
    `,
  ];

  @query('.strip') private strip!: HTMLElement;

  @property({ attribute: false }) kept: readonly KeptPicture[] = [];
  @property({ attribute: false }) viewing: number | null = null;

  protected override updated(changed: PropertyValues<this>): void {
    // New pictures come at the end.
    if (changed.has('kept') && this.viewing === null) this.strip.scrollLeft = this.strip.scrollWidth;
  }

  override render(): TemplateResult {
    return html`
      <div class="strip" role="group" aria-label="Filmstrip">
        ${repeat(
          this.kept,
          ({ iteration }) => iteration,
          ({ iteration, url }) => html`
            <button
              type="button"
              aria-pressed=${iteration === this.viewing}
              aria-label="Iteration ${iteration.toLocaleString('en')}"
              @click=${() => ask(this, 'view', iteration)}
            >
              <img src=${url} alt="" decoding="async" />${iteration.toLocaleString('en')}
            </button>
          `,
        )}
        ${this.kept.length === 0 ? html`<p>Every hundredth picture will hang here.</p>` : this.renderNewest()}
      </div>
    `;
  }

  private renderNewest(): TemplateResult {
    return html`
      <button
        class="newest"
        type="button"
        aria-pressed=${this.viewing === null}
        @click=${() => ask(this, 'view', null)}
      >
        Newest
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-filmstrip': ImpastoFilmstrip;
  }
}
