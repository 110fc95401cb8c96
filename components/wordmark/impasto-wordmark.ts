import { LitElement, css, html, svg, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../shared/base.styles';

/** The mark: one turn of a loaded brush, in a view box of 48 by 48. Also in public/favicon.svg. */
export const swirl = svg`<path d="M24 23a5 5 0 0 1 10 0 10 10 0 0 1-20 0 15 15 0 0 1 30 0 20 20 0 0 1-40 0" />`;

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
        stroke-width: 3.4;
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
        <path d="M118.5 16.6c-3.4-3.9-11.2-3-11.2 1.5 0 5.2 11.7 3 11.7 8.7 0 5-9.2 5.6-12.5 1.6" />
        <path d="M131 6v19.5c0 4 2 5.6 6 5.2M126 14h11" />
        <path
          class="mark"
          transform="translate(152 22.5) scale(1.12) translate(-152 -22.5)"
          d="M151 22.5a2.8 2.8 0 0 1 5.6 0 5.6 5.6 0 0 1-11.2 0 8.4 8.4 0 0 1 16.8 0 9.6 9.6 0 0 1-13 8.9"
        />
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
