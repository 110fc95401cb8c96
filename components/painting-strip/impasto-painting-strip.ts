import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { StyleInfo } from '../../src/protocol/style';
import { baseStyles } from '../shared/base.styles';
import { ask, type ImpastoEvent } from '../shared/events';
import { takeFiles } from '../shared/take-files';
import '../style-strip/impasto-style-strip';

/**
 * The styles for one frame: the user's own pictures beside our paintings.
 *
 * @event optimize - chooseStyle, addPictures
 */
@customElement('impasto-painting-strip')
export class ImpastoPaintingStrip extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: flex;
        align-items: stretch;
        min-width: 0;
      }

      impasto-style-strip {
        flex: 1;
      }

      button {
        flex: none;
        display: grid;
        align-content: center;
        justify-items: center;
        gap: 0.5rem;
        width: 7.5rem;
        margin: 0.75rem 0 0.875rem 1.5rem;
        padding: 0.5rem;
        border: 2px dashed var(--line-strong);
        border-radius: var(--radius-m);
        background: color-mix(in oklab, var(--panel-raised) 60%, transparent);
        color: var(--ink);
        font: 500 0.875rem/1.3 var(--font-body);
        cursor: pointer;
        transition: border-color 120ms;
      }

      button:hover:not(:disabled) {
        border-color: var(--viridian);
      }

      button:disabled {
        color: var(--ink-quiet);
        cursor: not-allowed;
      }

      wa-icon {
        font-size: 1.375rem;
        color: var(--viridian);
      }

      @media (max-width: 767px) {
        button {
          width: 5.5rem;
          margin-inline-start: 0.75rem;
          font-size: 0.8125rem;
        }
      }
    `,
  ];

  @query('input') private input!: HTMLInputElement;

  @property({ attribute: false }) paintings: readonly StyleInfo[] = [];
  @property({ attribute: false }) ownStyles: readonly StyleInfo[] = [];
  @property() selected = '';
  @property({ type: Boolean }) disabled = false;

  private readonly onFiles = (): void => {
    const files = takeFiles(this.input);
    if (files.length > 0) ask(this, 'addPictures', files);
  };

  /** The strip's choice is meant for this frame here, not for the live picture. */
  private readonly onChoose = (event: ImpastoEvent<'prefer'>): void => {
    event.stopPropagation();
    const { styleId } = event.detail;
    if (styleId !== undefined) ask(this, 'chooseStyle', styleId);
  };

  override render(): TemplateResult {
    return html`
      <button
        type="button"
        ?disabled=${this.disabled}
        title="A file, or drop or paste a picture anywhere"
        @click=${() => this.input.click()}
      >
        <wa-icon name="image-plus"></wa-icon>Use my own picture
      </button>
      <impasto-style-strip
        .paintings=${[...this.ownStyles, ...this.paintings]}
        .selected=${this.selected}
        ?disabled=${this.disabled}
        @prefer=${this.onChoose}
      ></impasto-style-strip>
      <input
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label="Style picture file"
        @change=${this.onFiles}
      />
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-strip': ImpastoPaintingStrip;
  }
}
