import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StyleInfo } from '../../src/protocol/style';
import { baseStyles } from '../shared/base.styles';
import { ask } from '../shared/events';
import { credit } from '../shared/format';
import '../source-picker/impasto-source-picker';

/**
 * What hangs on the wall before anything is painted: the chosen style in a gilt frame with its museum
 * label, and the ways to begin. Its events are those of `<impasto-source-picker>`.
 */
@customElement('impasto-welcome')
export class ImpastoWelcome extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        align-items: safe center;
        justify-items: center;
        overflow-y: auto;
        padding: 1rem;
      }

      .wall {
        display: grid;
        grid-template-columns: auto minmax(0, 26rem);
        align-items: center;
        gap: clamp(2rem, 5vw, 6rem);
        animation: appear 500ms var(--ease);
      }

      figure {
        display: grid;
        justify-items: start;
        gap: 1.5rem;
        margin: 0;
      }

      .frame {
        width: clamp(11rem, 24vmin + 3vw, 28rem);
        padding: clamp(0.625rem, 1.4vmin, 1.125rem);
        background: linear-gradient(
          135deg,
          var(--gilt-light),
          var(--gilt) 38%,
          color-mix(in oklab, var(--gilt), black 28%) 62%,
          var(--gilt)
        );
        box-shadow:
          inset 0 0 0 1px rgb(255 255 255 / 0.25),
          0 1px 2px var(--shade),
          0 1.75rem 2.75rem -1rem var(--shade);
      }

      .canvas {
        aspect-ratio: 1;
        background: linear-gradient(135deg, var(--viridian-wash), var(--wall-dim));
        box-shadow: inset 0 0 0 2px rgb(0 0 0 / 0.35);
      }

      img {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: cover;
        box-shadow: 0 0 0 2px rgb(0 0 0 / 0.3);
      }

      figcaption {
        padding: 0.5rem 0.875rem;
        background: var(--panel-raised);
        box-shadow: 0 1px 3px var(--shade);
        font-size: 0.8125rem;
        line-height: 1.4;
        color: var(--ink-quiet);
      }

      cite {
        display: block;
        color: var(--ink);
        font: italic 1rem/1.35 var(--font-label);
      }

      h2 {
        margin: 0;
        font: 400 clamp(2rem, 1.3rem + 2.2vw, 3.5rem) / 1.08 var(--font-label);
        letter-spacing: -0.015em;
        text-wrap: balance;
      }

      .lead {
        margin: 1rem 0 1.75rem;
        color: var(--ink-quiet);
        font-size: clamp(1rem, 0.95rem + 0.2vw, 1.1875rem);
        line-height: 1.55;
        text-wrap: pretty;
      }

      impasto-source-picker {
        max-width: 24rem;
      }

      .last {
        width: 100%;
        max-width: 24rem;
      }

      .last wa-icon {
        margin-inline-end: 0.5rem;
      }

      @media (max-width: 767px) {
        .wall {
          grid-template-columns: minmax(0, 26rem);
          gap: 1.5rem;
        }

        figure {
          justify-items: center;
        }

        figcaption {
          display: none;
        }

        .frame {
          width: clamp(7rem, 19vh, 14rem);
        }

        .text {
          text-align: center;
        }

        .lead {
          margin: 0.625rem 0 1.25rem;
        }

        impasto-source-picker {
          margin-inline: auto;
        }
      }

      @media (max-height: 639px) and (max-width: 767px), (max-height: 519px) {
        figure {
          display: none;
        }

        .wall {
          grid-template-columns: minmax(0, 26rem);
        }
      }

      @media (max-height: 519px) {
        .lead {
          display: none;
        }

        h2 {
          margin-bottom: 0.75rem;
          font-size: 1.5rem;
          text-align: center;
        }
      }

      /* Beside open controls a low stage is still wide: the buttons come first. */
      @container stage (height < 22rem) and (width >= 34rem) {
        .lead,
        figcaption {
          display: none;
        }

        h2 {
          margin-bottom: 0.75rem;
          font-size: 1.5rem;
        }
      }

      /* What went wrong stands above: the ways to begin are more than the rest. */
      @container stage (height < 36rem) {
        :host([brief]) :is(figure, .lead) {
          display: none;
        }

        :host([brief]) .wall {
          grid-template-columns: minmax(0, 26rem);
        }

        :host([brief]) h2 {
          margin-bottom: 0.75rem;
          font-size: 1.5rem;
          text-align: center;
        }
      }

      @keyframes appear {
        from {
          opacity: 0;
          translate: 0 0.75rem;
        }
      }
    `,
  ];

  /** The style that will paint first. */
  @property({ attribute: false }) chosenStyle: StyleInfo | null = null;
  /** True if there is a painting to come back to, of this visit or of an earlier one. */
  @property({ type: Boolean }) painting = false;
  /** True if something else is to be read, too: on a low stage only the ways to begin are left. */
  @property({ type: Boolean, reflect: true }) brief = false;

  override render(): TemplateResult {
    return html`
      <div class="wall">
        ${this.chosenStyle ? this.renderStyle(this.chosenStyle) : nothing}
        <div class="text">
          <h2>See yourself in&nbsp;paint</h2>
          <p class="lead">
            Your camera, a video or a picture, painted live in the manner of a masterpiece. Nothing leaves
            this device.
          </p>
          <impasto-source-picker prominent></impasto-source-picker>
          ${
            this.painting
              ? html`<wa-button class="last" appearance="plain" @click=${() => ask(this, 'open')}>
                  <wa-icon slot="start" name="brush"></wa-icon>Back to the last painting
                </wa-button>`
              : nothing
          }
        </div>
      </div>
    `;
  }

  private renderStyle(style: StyleInfo): TemplateResult {
    const { title, thumbnail } = style;
    return html`
      <figure>
        <div class="frame">
          <div class="canvas">${thumbnail === '' ? nothing : html`<img src=${thumbnail} alt="" />`}</div>
        </div>
        <figcaption><cite>${title}</cite>${credit(style)}</figcaption>
      </figure>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-welcome': ImpastoWelcome;
  }
}
