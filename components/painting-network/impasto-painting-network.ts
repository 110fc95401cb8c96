import '@awesome.me/webawesome/dist/components/button/button.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { NetworkState } from '../../src/studio/painting';
import { panelGroupStyles } from '../painting-panel/panel.styles';
import '../select-field/impasto-select';
import type { ImpastoSelect } from '../select-field/impasto-select';
import { baseStyles, restingButtonStyles } from '../shared/base.styles';
import { ask } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';
import { count } from '../shared/format';
import { takeFiles } from '../shared/take-files';

const KEPT: Readonly<Record<Exclude<NetworkState['kept'], 'asked'>, string>> = {
  writing: 'Putting it away on this device…',
  yes: 'Kept on this device.',
  no: 'Used until the page is closed.',
};

/**
 * The network that judges the picture: the built-in one, or the user's own VGG.
 *
 * @event optimize - readNetwork, keepNetwork, useNetwork, removeNetwork
 */
@customElement('impasto-painting-network')
export class ImpastoPaintingNetwork extends LitElement {
  static override styles = [
    baseStyles,
    restingButtonStyles,
    panelGroupStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];

  @query('input') private input!: HTMLInputElement;
  @query('#open') private openButton!: HTMLElement;

  @property({ attribute: false }) network!: NetworkState;
  @property({ type: Boolean }) disabled = false;

  constructor() {
    super();
    new FocusKeeper(this, () => this.openButton);
  }

  private readonly onFile = (): void => {
    const [file] = takeFiles(this.input);
    if (file) ask(this, 'readNetwork', file);
  };

  private readonly onUse = (event: Event): void => {
    ask(this, 'useNetwork', (event.currentTarget as ImpastoSelect).value as NetworkState['used']);
  };

  override render(): TemplateResult {
    const { unavailable, reading, own, site, used } = this.network;
    const readable = !this.disabled && unavailable === null && !reading;
    const options = [
      { value: 'built-in', title: 'Built-in' },
      ...(site ? [{ value: 'site', title: 'VGG16 of this site' }] : []),
      ...(own ? [{ value: 'own', title: `${own.name}, your own` }] : []),
    ];
    return html`
      <div class="group">
        <impasto-select
          label="Judged by"
          .options=${options}
          .value=${used}
          ?disabled=${this.disabled || options.length === 1}
          @change=${this.onUse}
        ></impasto-select>
        <div role="status">${this.renderOwn()}</div>
        ${
          used === 'built-in'
            ? nothing
            : html`<p>It does not know our paintings: choose pictures of your own as styles.</p>`
        }
        <div class="ways">
          <wa-button
            id="open"
            appearance="filled"
            aria-disabled=${readable ? nothing : 'true'}
            @click=${readable ? () => this.input.click() : nothing}
            >Use my own VGG</wa-button
          >
          ${
            own
              ? html`<wa-button
                  appearance="plain"
                  ?disabled=${this.disabled}
                  @click=${() => ask(this, 'removeNetwork')}
                  >Remove ${own.name}</wa-button
                >`
              : nothing
          }
        </div>
        <input type="file" accept=".h5,.hdf5" hidden aria-label="Network file" @change=${this.onFile} />
      </div>
    `;
  }

  private renderOwn(): TemplateResult {
    const { unavailable, reading, own, kept } = this.network;
    if (unavailable !== null) return html`<p>${unavailable}</p>`;
    if (reading) return html`<p>Reading the network and checking every layer…</p>`;
    if (!own) {
      return html`<p>
        The built-in network is small and quick. A VGG16 or VGG19 of yours (a Keras “notop” .h5 file) sees
        more, and takes longer.
      </p>`;
    }
    return html`
      <p>${own.file}: ${own.name}, ${count(own.parameters, 'parameter')}.</p>
      ${
        kept === 'asked'
          ? html`<p>Keep it on this device, so that it is there next time? It never leaves it.</p>
              <div class="ways">
                <wa-button appearance="filled" @click=${() => ask(this, 'keepNetwork', true)}
                  >Keep it</wa-button
                >
                <wa-button appearance="plain" @click=${() => ask(this, 'keepNetwork', false)}
                  >Only this time</wa-button
                >
              </div>`
          : html`<p>${KEPT[kept]}</p>`
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-network': ImpastoPaintingNetwork;
  }
}
