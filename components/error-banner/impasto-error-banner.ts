import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ErrorReport } from '../../src/protocol/errors';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';

/**
 * What went wrong, in the words of the report, with a way on. Where nothing is painted before it is tried again, it
 * stays until then.
 *
 * @event error-dismiss - The user has read it.
 * @event error-retry - The user wants the renderer built again.
 */
@customElement('impasto-error-banner')
export class ImpastoErrorBanner extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }

      .banner {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.875rem;
        padding: 0.75rem 0.75rem 0.75rem 1rem;
        border: 1px solid var(--alert-line);
        border-radius: var(--radius-m);
        background: var(--alert-wash);
        color: var(--ink);
        box-shadow: 0 10px 30px -8px var(--shade);
      }

      .banner > wa-icon {
        flex: none;
        color: var(--alert);
        font-size: 1.25rem;
      }

      .text {
        flex: 1 1 16rem;
        font-size: 0.9375rem;
        line-height: 1.45;
      }

      p {
        margin: 0;
      }

      details {
        margin-top: 0.25rem;
        font-size: 0.8125rem;
      }

      summary {
        width: max-content;
        cursor: pointer;
        padding-block: 0.25rem;
        color: var(--alert);
      }

      code {
        overflow-wrap: anywhere;
      }

      .ways {
        display: flex;
        gap: 0.375rem;
        margin-left: auto;
      }
    `,
  ];

  @property({ attribute: false }) report: ErrorReport | null = null;
  /** True if the renderer is gone and is built again only when the user asks for it. */
  @property({ type: Boolean }) retriable = false;

  override render(): TemplateResult | typeof nothing {
    if (!this.report) return nothing;
    const { message, detail } = this.report;
    return html`
      <div class="banner" role="alert">
        <wa-icon name="triangle-alert"></wa-icon>
        <div class="text">
          <p>${message}</p>
          ${
            detail === undefined
              ? nothing
              : html`<details>
                  <summary>Technical detail</summary>
                  <code>${detail}</code>
                </details>`
          }
        </div>
        <div class="ways">
          ${
            this.retriable
              ? html`<wa-button
                  appearance="accent"
                  variant="brand"
                  @click=${() => emit(this, 'error-retry', null)}
                >
                  <wa-icon slot="start" name="rotate-ccw"></wa-icon>Try again
                </wa-button>`
              : html`<wa-button appearance="outlined" @click=${() => emit(this, 'error-dismiss', null)}
                  >Dismiss</wa-button
                >`
          }
        </div>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-error-banner': ImpastoErrorBanner;
  }
}
