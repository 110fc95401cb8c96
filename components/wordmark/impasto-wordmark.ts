import { LitElement, css, html, svg, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../shared/base.styles';

/** The mark: one loaded turn of the brush. Also in public/favicon.svg. */
export const swirl = svg`
  <path d="M24 5.5C12.5 5 5 13.6 5.4 24.2 5.9 35 14.4 43 24.8 42.6 35.4 42.2 42.7 34 42.2 24.4" />
  <path d="M37.6 13.4C42 21.8 39.4 33.6 29.4 36.2 20 38.6 11.6 32.2 11.6 23.6 11.7 16 17.6 11.3 24.2 11.6" />
  <path d="M30.2 14.2C35.6 18.6 35.4 28 28.2 30.2 22.4 31.9 17.6 28.2 17.8 23.4 18 19.6 21 17.4 24.4 18" />
`;

/**
 * The word "Impasto", drawn in strokes of one loaded brush; the last letter is the mark.
 */
@customElement('impasto-wordmark')
export class ImpastoWordmark extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-block;
        color: var(--ink);
      }

      svg {
        display: block;
        height: 100%;
        width: auto;
        fill: none;
        stroke: currentColor;
        stroke-width: 4.2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }

      .mark {
        stroke: var(--gilt);
        stroke-width: 6.4;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`
      <svg viewBox="0 0 166 44" aria-hidden="true">
        <path d="M6 14V31M6 5.4l.1-.4" />
        <path d="M17 31V14M17 21c0-9 12-9 12-1v11M29 20c0-8 12-8 12 0v11" />
        <path d="M53 14v26" />
        <circle cx="61.5" cy="22.5" r="8.5" />
        <circle cx="87.5" cy="22.5" r="8.5" />
        <path d="M96 14v17" />
        <path
          d="M118.500 16.600c-3.400-3.900-11.200-3-11.200 1.500 0 5.200 11.700 3 11.700 8.700 0 5-9.200 5.600-12.500 1.600"
        />
        <path d="M131 6v19.500c0 4 2 5.600 6 5.200M126 14h11" />
        <g class="mark" transform="translate(141 11) scale(0.49)">${swirl}</g>
      </svg>
      <span class="visually-hidden">Impasto</span>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-wordmark': ImpastoWordmark;
  }
}
