import { LitElement, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Quality } from '../../src/protocol/quality';
import type { QualityChoice } from '../../src/studio/studio';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { radioRowStyles } from '../shared/radio-row.styles';

/**
 * Quality as a row of radios. What the chosen one does, and why others cannot be chosen, is written below
 * and described to assistive technology.
 *
 * @event prefer - {quality} Another quality was chosen.
 */
@customElement('impasto-quality-picker')
export class ImpastoQualityPicker extends LitElement {
  static override styles = [baseStyles, radioRowStyles];

  @property({ attribute: false }) choices: readonly QualityChoice[] = [];
  @property() selected: Quality = 'auto';
  /** What else there is to say of the chosen quality; null for nothing. */
  @property() note: string | null = null;

  override render(): TemplateResult {
    return html`
      <fieldset role="radiogroup" aria-labelledby="legend">
        <legend id="legend">Quality</legend>
        <div class="row">${this.choices.map((choice) => this.renderRadio(choice))}</div>
        ${this.choices.filter(({ available }) => available).map((choice) => this.renderDescription(choice))}
        <p role="status">${this.note}</p>
        ${[...this.obstacles].map(([reason, titles], i) => renderObstacle(i, titles, reason))}
      </fieldset>
    `;
  }

  /** Why choices are not available, each reason once with the titles it concerns. */
  private get obstacles(): ReadonlyMap<string, readonly string[]> {
    const titles = new Map<string, string[]>();
    for (const { title, available, description } of this.choices) {
      if (!available) titles.set(description, [...(titles.get(description) ?? []), title]);
    }
    return titles;
  }

  private renderRadio({ id, title, available, description }: QualityChoice): TemplateResult {
    const about = available ? id : String([...this.obstacles.keys()].indexOf(description));
    return html`
      <label>
        <input
          type="radio"
          name="quality"
          value=${id}
          .checked=${live(id === this.selected)}
          ?disabled=${!available}
          aria-describedby="about-${about}"
          @change=${() => emit(this, 'prefer', { quality: id })}
        />
        ${title}
      </label>
    `;
  }

  /** Shown for the chosen quality only; announced with every radio, for which it need not be visible. */
  private renderDescription({ id, description }: QualityChoice): TemplateResult {
    return html`<p id="about-${id}" ?hidden=${id !== this.selected}>${description}</p>`;
  }
}

function renderObstacle(index: number, titles: readonly string[], reason: string): TemplateResult {
  return html`<p id="about-${index}"><b>${titles.join(', ')}</b> – ${reason}</p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-quality-picker': ImpastoQualityPicker;
  }
}
