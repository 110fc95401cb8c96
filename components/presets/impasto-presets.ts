import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { PresetName } from '../../src/studio/painting';
import { baseStyles } from '../shared/base.styles';
import { ask } from '../shared/events';
import { radioRowStyles } from '../shared/radio-row.styles';

interface PresetText {
  readonly id: PresetName;
  readonly title: string;
  readonly description: string;
}

const PRESETS: readonly PresetText[] = [
  {
    id: 'faithful',
    title: 'Faithful',
    description: 'The photo, in the colours and strokes of the painting.',
  },
  { id: 'balanced', title: 'Balanced', description: 'Photo and painting in equal measure.' },
  {
    id: 'painterly',
    title: 'Painterly',
    description: 'The painting leads; what the photo shows stays clear.',
  },
  { id: 'abstract', title: 'Abstract', description: 'Paint first: large shapes, little of the photo.' },
];

const OWN = 'Weights of your own.';

/**
 * What weighs how much, for people who want no numbers.
 *
 * @event optimize - usePreset
 */
@customElement('impasto-presets')
export class ImpastoPresets extends LitElement {
  static override styles = [
    baseStyles,
    radioRowStyles,
    css`
      /* While a run goes on the choice rests; it is not out of reach. */
      label:has(:disabled) {
        text-decoration: none;
      }

      label:has(:checked:disabled) {
        background: var(--line);
        color: var(--ink);
      }
    `,
  ];

  @property() selected: PresetName | null = null;
  @property({ type: Boolean }) disabled = false;

  override render(): TemplateResult {
    return html`
      <fieldset role="radiogroup" aria-labelledby="legend">
        <legend id="legend">Manner</legend>
        <div class="row">
          ${PRESETS.map(
            ({ id, title }) => html`
              <label>
                <input
                  type="radio"
                  name="preset"
                  value=${id}
                  .checked=${live(id === this.selected)}
                  ?disabled=${this.disabled}
                  aria-describedby="about-${id}"
                  @change=${() => ask(this, 'usePreset', id)}
                />
                ${title}
              </label>
            `,
          )}
        </div>
        ${PRESETS.map(
          ({ id, description }) =>
            html`<p id="about-${id}" ?hidden=${id !== this.selected}>${description}</p>`,
        )}
        <p ?hidden=${this.selected !== null}>${OWN}</p>
      </fieldset>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-presets': ImpastoPresets;
  }
}
