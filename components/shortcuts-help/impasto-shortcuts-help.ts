import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';

const SHORTCUTS: readonly (readonly [keys: string, effect: string])[] = [
  ['1 … 9, 0', 'Choose a style'],
  ['Space', 'Pause or resume'],
  ['S', 'Save the picture'],
  ['R', 'Record, or stop recording'],
  ['M', 'Show or hide the meters'],
  ['Escape', 'Leave “Paint this frame”'],
  ['?', 'Show or hide this list'],
];

/**
 * The list of keyboard shortcuts, in a dialog.
 *
 * @event help-close - The dialog was closed, or is to be.
 */
@customElement('impasto-shortcuts-help')
export class ImpastoShortcutsHelp extends LitElement {
  static override styles = [
    baseStyles,
    css`
      wa-dialog {
        --width: 24rem;
      }

      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.75rem 1.25rem;
        align-items: baseline;
        margin: 0;
      }

      dd {
        margin: 0;
      }

      kbd {
        display: inline-block;
        min-width: 2rem;
        padding: 0.25rem 0.5rem;
        border: 1px solid var(--line);
        border-bottom-width: 2px;
        border-radius: var(--radius-s);
        background: var(--panel);
        font: 600 0.8125rem/1.2 var(--font-body);
        text-align: center;
      }
    `,
  ];

  @property({ type: Boolean }) open = false;

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === '?') emit(this, 'help-close', null);
  };

  override render(): TemplateResult {
    // It stays on the page, so that it is closed by itself, which gives the focus back.
    return html`
      <wa-dialog
        ?open=${this.open}
        light-dismiss
        label="Keyboard shortcuts"
        @keydown=${this.onKeyDown}
        @wa-after-hide=${() => emit(this, 'help-close', null)}
      >
        <dl>
          ${SHORTCUTS.map(
            ([keys, effect]) => html`
              <dt><kbd>${keys}</kbd></dt>
              <dd>${effect}</dd>
            `,
          )}
        </dl>
      </wa-dialog>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-shortcuts-help': ImpastoShortcutsHelp;
  }
}
