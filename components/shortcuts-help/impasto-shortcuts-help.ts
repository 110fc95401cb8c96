import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import '../switch/impasto-switch';
import type { ImpastoSwitch } from '../switch/impasto-switch';

type Explained = readonly [keys: string, effect: string];

const SHORTCUTS: readonly Explained[] = [
  ['Space', 'Pause or resume'],
  ['Escape', 'Leave “Paint this frame”'],
];

/** Those that can be switched off. */
const SINGLE_KEYS: readonly Explained[] = [
  ['1 … 9, 0', 'Choose a style'],
  ['S', 'Save the picture'],
  ['R', 'Record, or stop recording'],
  ['M', 'Show or hide the meters'],
  ['?', 'Show or hide this list'],
];

/**
 * The list of keyboard shortcuts, in a dialog.
 *
 * @event prefer - {singleKeys} Those of a single character were switched on or off.
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
        grid-template-columns: 4.25rem 1fr;
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

      impasto-switch {
        margin-block: 0.75rem;
        border-top: 1px solid var(--line);
      }

      .off {
        color: var(--ink-quiet);
        text-decoration: line-through;
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  /** Whether those of a single character are heeded. */
  @property({ type: Boolean }) singleKeys = true;

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === '?' && this.singleKeys) emit(this, 'help-close', null);
  };

  private readonly onSwitch = (event: Event): void => {
    emit(this, 'prefer', { singleKeys: (event.currentTarget as ImpastoSwitch).checked });
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
        <dl>${SHORTCUTS.map(explain)}</dl>
        <impasto-switch
          label="Single-key shortcuts"
          .checked=${this.singleKeys}
          @change=${this.onSwitch}
        ></impasto-switch>
        <dl class=${this.singleKeys ? '' : 'off'}>${SINGLE_KEYS.map(explain)}</dl>
      </wa-dialog>
    `;
  }
}

function explain([keys, effect]: Explained): TemplateResult {
  return html`
    <dt><kbd>${keys}</kbd></dt>
    <dd>${effect}</dd>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-shortcuts-help': ImpastoShortcutsHelp;
  }
}
