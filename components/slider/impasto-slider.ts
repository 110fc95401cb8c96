import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { sliderStyles } from './impasto-slider.styles';

/**
 * A labelled slider over a share from 0 to 1, shown and spoken as a percentage.
 *
 * It wraps a native range: one element then carries role, name, value text, keyboard and touch.
 *
 * @event share-change - {share} while the value is being moved.
 */
@customElement('impasto-slider')
export class ImpastoSlider extends LitElement {
  static override styles = [baseStyles, sliderStyles];

  @property() label = '';
  @property({ type: Number }) share = 0;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** The label above the track, where there is no room beside it. */
  @property({ type: Boolean, reflect: true }) stacked = false;
  /** Says what the percentage means, e.g. "original"; spoken and shown after it. */
  @property() unit = '';
  /** What it does, for whoever points at it. */
  @property() hint = '';

  protected override updated(): void {
    // Through the CSSOM: a style attribute would need 'unsafe-inline' in the page's CSP.
    this.style.setProperty('--fill', `${this.percent}%`);
  }

  private get percent(): number {
    return Math.round(this.share * 100);
  }

  private readonly onInput = (event: Event): void => {
    event.stopPropagation();
    const share = (event.currentTarget as HTMLInputElement).valueAsNumber / 100;
    emit(this, 'share-change', { share });
  };

  override render(): TemplateResult {
    const text = this.unit === '' ? `${this.percent}%` : `${this.percent}% ${this.unit}`;
    return html`
      <label for="range" title=${this.hint || nothing}>${this.label}</label>
      <input
        id="range"
        type="range"
        min="0"
        max="100"
        step="1"
        .value=${live(String(this.percent))}
        ?disabled=${this.disabled}
        aria-valuetext=${text}
        title=${this.hint || nothing}
        @input=${this.onInput}
      />
      <output for="range" aria-hidden="true">${this.percent}%</output>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-slider': ImpastoSlider;
  }
}
