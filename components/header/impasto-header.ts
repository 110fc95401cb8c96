import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { baseStyles, toolButtonStyles } from '../shared/base.styles';
import { ask, emit } from '../shared/events';
import '../wordmark/impasto-wordmark';

/**
 * The wordmark, and the buttons that bring the other parts of the page in and out of sight.
 *
 * @event help-open - The list of shortcuts is wanted.
 * @event meters-toggle - The meters are to be shown or hidden.
 * @event panel-toggle - The control panel is to be shown or hidden.
 * @event optimize - leave
 */
@customElement('impasto-header')
export class ImpastoHeader extends LitElement {
  static override styles = [
    baseStyles,
    toolButtonStyles,
    css`
      :host {
        display: block;
      }

      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 1rem;
        padding: 0.625rem 0.75rem 0.625rem 1.5rem;
      }

      h1 {
        display: flex;
        margin: 0;
      }

      impasto-wordmark {
        height: 1.875rem;
      }

      .tools {
        display: flex;
        gap: 0.25rem;
      }

      @media (max-width: 1023px) {
        header {
          padding: 0.375rem 0.5rem 0.375rem 1rem;
        }
      }

      /* Hardly anything this narrow has a keyboard; "?" still opens the list. */
      @media (max-width: 767px) {
        .help {
          display: none;
        }
      }
    `,
  ];

  @query('.panel') private panelButton!: HTMLButtonElement | null;

  @property({ type: Boolean }) metersOpen = false;
  @property({ type: Boolean }) panelOpen = false;
  /** While one frame is painted there is but a way back. */
  @property({ type: Boolean }) easel = false;

  /** Takes the focus back from the panel when it closes. */
  override focus(): void {
    this.panelButton?.focus();
  }

  override render(): TemplateResult {
    return html`
      <header>
        <h1><impasto-wordmark></impasto-wordmark></h1>
        <div class="tools">
          <button
            class="tool help"
            type="button"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            aria-haspopup="dialog"
            @click=${() => emit(this, 'help-open', null)}
          >
            <wa-icon name="keyboard"></wa-icon>
          </button>
          ${this.easel ? this.renderBack() : this.renderToggles()}
        </div>
      </header>
    `;
  }

  private renderBack(): TemplateResult {
    return html`<button
      class="tool"
      type="button"
      title="Back to the live picture (Escape)"
      @click=${() => ask(this, 'leave')}
    >
      <wa-icon name="arrow-left"></wa-icon>Back
    </button>`;
  }

  private renderToggles(): TemplateResult {
    return html`
      <button
        class="tool"
        type="button"
        aria-label="Meters"
        title="Meters (M)"
        aria-expanded=${this.metersOpen}
        @click=${() => emit(this, 'meters-toggle', null)}
      >
        <wa-icon name="activity"></wa-icon>
      </button>
      <button
        class="tool panel"
        type="button"
        aria-expanded=${this.panelOpen}
        @click=${() => emit(this, 'panel-toggle', null)}
      >
        <wa-icon name="sliders-horizontal"></wa-icon>Controls
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-header': ImpastoHeader;
  }
}
