import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Losses } from '../../src/protocol/optimize';
import type { PaintingState } from '../../src/studio/painting';
import '../loss-plot/impasto-loss-plot';
import { lossText } from '../loss-plot/loss-text';
import { baseStyles, restingButtonStyles } from '../shared/base.styles';
import { cardStyles } from '../shared/card.styles';
import { ask } from '../shared/events';

/**
 * What a run has brought: its losses as they fell, those of the pictures it can be compared with, and the ways to
 * save it all.
 *
 * @event optimize - savePicture, saveLossTable, saveFilm
 */
@customElement('impasto-painting-results')
export class ImpastoPaintingResults extends LitElement {
  static override styles = [
    baseStyles,
    restingButtonStyles,
    cardStyles,
    css`
      section {
        padding: 0.75rem 1.25rem 0.875rem;
      }

      table {
        width: 100%;
        margin-block: 0.5rem 0.75rem;
        border-collapse: collapse;
        font-size: 0.8125rem;
        line-height: 1.6;
        font-variant-numeric: tabular-nums;
      }

      th {
        padding: 0;
        font-weight: 500;
        text-align: start;
      }

      thead th {
        color: var(--ink-quiet);
        font-weight: 400;
      }

      td,
      thead th + th {
        padding: 0;
        text-align: end;
      }

      .ways {
        padding: 0;
      }

      wa-button {
        flex: 1 1 auto;
      }

      wa-icon {
        margin-inline-end: 0.375rem;
      }
    `,
  ];

  @property({ attribute: false }) painting!: PaintingState;

  override render(): TemplateResult {
    const { painting } = this;
    return html`
      <section aria-labelledby="heading">
        <header><h2 id="heading">How it goes</h2></header>
        <impasto-loss-plot
          .history=${painting.history}
          .iterations=${Math.max(painting.settings.iterations, painting.progress?.iteration ?? 0)}
        ></impasto-loss-plot>
        ${this.renderTable()} ${this.renderWays()}
      </section>
    `;
  }

  private renderTable(): TemplateResult | typeof nothing {
    const { shown, photoLosses, fast, viewing } = this.painting;
    if (!shown?.losses) return nothing;
    const title = viewing === null ? 'The painting' : `Iteration ${viewing.toLocaleString('en')}`;
    return html`
      <table>
        <caption class="visually-hidden">
          Losses
        </caption>
        <thead>
          <tr>
            <th scope="col">Loss of</th>
            <th scope="col">Total</th>
            <th scope="col">Content</th>
            <th scope="col">Style</th>
          </tr>
        </thead>
        <tbody>
          ${row(title, shown.losses)} ${photoLosses ? row('The photo', photoLosses) : nothing}
          ${fast?.losses ? row('The fast network', fast.losses) : nothing}
        </tbody>
      </table>
    `;
  }

  private renderWays(): TemplateResult {
    const { shown, history, saving, kept } = this.painting;
    const canSave = shown !== null && saving === null;
    const canFilm = kept.length >= 2 && saving === null;
    return html`
      <div class="ways">
        <wa-button
          appearance="accent"
          variant="brand"
          aria-disabled=${canSave ? nothing : 'true'}
          @click=${canSave ? () => ask(this, 'savePicture') : nothing}
        >
          <wa-icon slot="start" name="image-down"></wa-icon>Save picture
        </wa-button>
        <wa-button
          appearance="filled"
          ?disabled=${history.length === 0}
          @click=${() => ask(this, 'saveLossTable')}
        >
          <wa-icon slot="start" name="table"></wa-icon>Save loss table
        </wa-button>
        <wa-button
          appearance="filled"
          aria-disabled=${canFilm ? nothing : 'true'}
          @click=${canFilm ? () => ask(this, 'saveFilm') : nothing}
        >
          <wa-icon slot="start" name="film"></wa-icon>Save film
        </wa-button>
      </div>
      <p role="status">${saving === 'film' ? 'Making the film…' : ''}</p>
    `;
  }
}

function row(title: string, { total, content, style }: Losses): TemplateResult {
  return html`
    <tr>
      <th scope="row">${title}</th>
      <td>${lossText(total)}</td>
      <td>${lossText(content)}</td>
      <td>${lossText(style)}</td>
    </tr>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-results': ImpastoPaintingResults;
  }
}
