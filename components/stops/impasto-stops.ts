import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { sliderStyles } from '../slider/impasto-slider.styles';

/**
 * A labelled slider over listed values, for scales that are not even: it moves from stop to stop and is shown
 * and spoken as the value there.
 *
 * @event value-change - {value} while it is being moved.
 */
@customElement('impasto-stops')
export class ImpastoStops extends LitElement {
  static override styles = [
    baseStyles,
    sliderStyles,
    css`
      output {
        white-space: nowrap;
      }
    `,
  ];

  @property() label = '';
  /** Rising. */
  @property({ attribute: false }) stops: readonly number[] = [];
  @property({ type: Number }) value = 0;
  /** What is said after the value: "iterations". */
  @property() unit = '';
  @property({ type: Boolean, reflect: true }) disabled = false;

  protected override updated(): void {
    // Through the CSSOM: a style attribute would need 'unsafe-inline' in the page's CSP.
    const share = this.index / Math.max(1, this.stops.length - 1);
    this.style.setProperty('--fill', `${(share * 100).toFixed(1)}%`);
  }

  /** The stop nearest to the value, which may lie between two. */
  private get index(): number {
    const distances = this.stops.map((stop) => Math.abs(stop - this.value));
    return Math.max(0, distances.indexOf(Math.min(...distances)));
  }

  private readonly onInput = (event: Event): void => {
    event.stopPropagation();
    const value = this.stops[(event.currentTarget as HTMLInputElement).valueAsNumber];
    if (value !== undefined) emit(this, 'value-change', { value });
    // It may not be taken: then the thumb goes back.
    this.requestUpdate();
  };

  override render(): TemplateResult {
    const text = this.value.toLocaleString('en', { maximumFractionDigits: 4 });
    return html`
      <label for="range">${this.label}</label>
      <input
        id="range"
        type="range"
        min="0"
        max=${Math.max(0, this.stops.length - 1)}
        step="1"
        .value=${live(String(this.index))}
        ?disabled=${this.disabled}
        aria-valuetext="${text}${this.unit === '' ? '' : ` ${this.unit}`}"
        @input=${this.onInput}
      />
      <output for="range" aria-hidden="true">${text}</output>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-stops': ImpastoStops;
  }
}
