import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { baseStyles } from '../shared/base.styles';

/**
 * A labelled switch over a native checkbox, which is itself what is seen and pressed.
 *
 * @event change - As of a native checkbox; read `checked` from the element.
 */
@customElement('impasto-switch')
export class ImpastoSwitch extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }

      label {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-height: 2.5rem;
        font-size: 0.875rem;
        font-weight: 500;
        cursor: pointer;
      }

      input {
        appearance: none;
        position: relative;
        flex: none;
        width: 2.5rem;
        height: 1.5rem;
        margin: 0;
        border: 2px solid var(--line-strong);
        border-radius: 1rem;
        background: var(--panel-raised);
        cursor: inherit;
        transition:
          background 160ms,
          border-color 160ms;
      }

      input::before {
        content: '';
        position: absolute;
        top: 50%;
        left: 0.25rem;
        width: 0.875rem;
        height: 0.875rem;
        border-radius: 50%;
        background: var(--line-strong);
        translate: 0 -50%;
        transition:
          translate 160ms var(--ease),
          background 160ms;
      }

      input:checked {
        border-color: var(--viridian);
        background: var(--viridian);
      }

      input:checked::before {
        background: var(--on-viridian);
        translate: 0.875rem -50%;
      }

      :host([disabled]) label {
        color: var(--ink-quiet);
        cursor: not-allowed;
      }

      :host([disabled]) input {
        opacity: 0.6;
      }

      @media (forced-colors: active) {
        input::before,
        input:checked::before {
          background: ButtonText;
        }
      }
    `,
  ];

  @property() label = '';
  @property({ type: Boolean }) checked = false;
  @property({ type: Boolean, reflect: true }) disabled = false;

  private readonly onChange = (event: Event): void => {
    event.stopPropagation();
    this.checked = (event.currentTarget as HTMLInputElement).checked;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };

  override render(): TemplateResult {
    return html`
      <label>
        ${this.label}
        <input
          type="checkbox"
          role="switch"
          .checked=${live(this.checked)}
          ?disabled=${this.disabled}
          @change=${this.onChange}
        />
      </label>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-switch': ImpastoSwitch;
  }
}
