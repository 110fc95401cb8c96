import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { StyleInfo } from '../../src/protocol/style';
import type { ChosenStyle } from '../../src/studio/painting';
import '../select-field/impasto-select';
import type { ImpastoSelect } from '../select-field/impasto-select';
import { baseStyles, toolButtonStyles } from '../shared/base.styles';
import { ask, type ImpastoEvent } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';
import '../slider/impasto-slider';

/** Value of the option that adds nothing; no style has an empty id. */
const NO_STYLE = '';

/**
 * The pictures whose style is wanted. One alone needs no weight; several have a slider each.
 *
 * @event optimize - addStyle, weighStyle, removeStyle
 */
@customElement('impasto-painting-styles')
export class ImpastoPaintingStyles extends LitElement {
  static override styles = [
    baseStyles,
    toolButtonStyles,
    css`
      :host {
        --label-width: 6.5rem;
        display: block;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: grid;
        grid-template-columns: 2.75rem minmax(0, 1fr) auto;
        align-items: center;
        gap: 0.625rem;
        min-height: 3rem;
      }

      img {
        display: block;
        width: 2.75rem;
        aspect-ratio: 1;
        object-fit: cover;
        box-shadow: 0 1px 3px var(--shade);
      }

      cite {
        overflow: hidden;
        font: italic 0.9375rem/1.3 var(--font-label);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @query('impasto-select') private select!: ImpastoSelect;

  @property({ attribute: false }) chosen: readonly ChosenStyle[] = [];
  /** All that can be added. */
  @property({ attribute: false }) all: readonly StyleInfo[] = [];
  @property({ type: Boolean }) disabled = false;

  constructor() {
    super();
    new FocusKeeper(this, () => this.select);
  }

  private readonly onAdd = (event: Event): void => {
    const select = event.currentTarget as ImpastoSelect;
    const id = select.value;
    select.value = NO_STYLE;
    if (id !== NO_STYLE) ask(this, 'addStyle', id);
  };

  override render(): TemplateResult {
    const taken = new Set(this.chosen.map(({ style }) => style.id));
    const options = this.all
      .filter(({ id }) => !taken.has(id))
      .map(({ id, title }) => ({ value: id, title }));
    return html`
      <ul aria-label="Chosen styles">
        ${repeat(
          this.chosen,
          ({ style }) => style.id,
          (chosen) => this.renderChosen(chosen),
        )}
      </ul>
      <impasto-select
        label="Add a style"
        .options=${[{ value: NO_STYLE, title: 'None' }, ...options]}
        .value=${NO_STYLE}
        ?disabled=${this.disabled || options.length === 0}
        @change=${this.onAdd}
      ></impasto-select>
    `;
  }

  private renderChosen({ style, weight }: ChosenStyle): TemplateResult {
    const { id, title, thumbnail } = style;
    const several = this.chosen.length > 1;
    return html`
      <li>
        <img src=${thumbnail} alt="" />
        ${
          several
            ? html`<impasto-slider
                  stacked
                  label=${title}
                  .share=${weight}
                  ?disabled=${this.disabled}
                  @share-change=${({ detail }: ImpastoEvent<'share-change'>) =>
                    ask(this, 'weighStyle', id, detail.share)}
                ></impasto-slider>
                <button
                  class="tool"
                  type="button"
                  aria-label="Remove ${title}"
                  ?disabled=${this.disabled}
                  @click=${() => ask(this, 'removeStyle', id)}
                >
                  <wa-icon name="x"></wa-icon>
                </button>`
            : html`<cite>${title}</cite>`
        }
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-styles': ImpastoPaintingStyles;
  }
}
