import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { baseStyles } from '../shared/base.styles';

export interface SelectOption {
  readonly value: string;
  readonly title: string;
  /** Shown, but not to be chosen. */
  readonly disabled?: boolean;
}

/**
 * A labelled drop-down list.
 *
 * It wraps a native select, which every platform knows how to operate by touch, keyboard and voice;
 * where the browser can style the open list too (`base-select`), it is.
 *
 * @event change - As of a native select; read `value` from the element.
 */
@customElement('impasto-select')
export class ImpastoSelect extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: var(--label-width, auto) minmax(0, 1fr);
        align-items: center;
        gap: 0.75rem;
      }

      label {
        font-size: 0.875rem;
        font-weight: 500;
      }

      select {
        appearance: none;
        width: 100%;
        height: var(--target);
        padding: 0 2.25rem 0 0.75rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        background: var(--panel-raised);
        color: var(--ink);
        font: 0.9375rem / calc(var(--target) - 2px) var(--font-body);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        cursor: pointer;
      }

      .box {
        position: relative;
      }

      .box::after {
        content: '';
        position: absolute;
        top: 50%;
        right: 1rem;
        width: 0.4375rem;
        height: 0.4375rem;
        border: solid var(--ink-quiet);
        border-width: 0 2px 2px 0;
        translate: 0 -70%;
        rotate: 45deg;
        pointer-events: none;
      }

      select:disabled {
        border-color: var(--line);
        color: var(--ink-quiet);
        cursor: not-allowed;
        opacity: 1;
      }

      @supports (appearance: base-select) {
        select,
        ::picker(select) {
          appearance: base-select;
        }

        select {
          display: block;
        }

        select::picker-icon {
          display: none;
        }

        ::picker(select) {
          max-height: min(24rem, 60vh);
          margin-block: 0.25rem;
          padding: 0.25rem;
          border: 1px solid var(--line);
          border-radius: var(--radius-m);
          background: var(--panel-raised);
          color: var(--ink);
          box-shadow: 0 12px 32px -8px var(--shade);
        }

        option {
          min-height: 2.5rem;
          padding: 0 0.625rem;
          border-radius: var(--radius-s);
          align-items: center;
        }

        option:hover,
        option:focus-visible {
          background: var(--viridian-wash);
        }

        option:disabled {
          color: var(--ink-quiet);
          text-decoration: line-through;
          cursor: not-allowed;
        }

        option:checked {
          font-weight: 600;
        }

        option::checkmark {
          order: 1;
          margin-left: auto;
          color: var(--viridian);
        }
      }
    `,
  ];

  @query('select') private select!: HTMLSelectElement;

  @property() label = '';
  @property() value = '';
  @property({ attribute: false }) options: readonly SelectOption[] = [];
  @property({ type: Boolean }) disabled = false;

  override focus(): void {
    this.select.focus();
  }

  private readonly onChange = (event: Event): void => {
    event.stopPropagation();
    this.value = (event.currentTarget as HTMLSelectElement).value;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };

  override render(): TemplateResult {
    return html`
      <label for="select">${this.label}</label>
      <div class="box">
        <select id="select" ?disabled=${this.disabled} @change=${this.onChange}>
          ${this.options.map(
            ({ value, title, disabled = false }) =>
              html`<option
                value=${value}
                .text=${title}
                .selected=${live(value === this.value)}
                ?disabled=${disabled}
              ></option>`,
          )}
        </select>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-select': ImpastoSelect;
  }
}
