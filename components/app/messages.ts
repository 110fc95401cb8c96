/** What is said over the picture: a piece of the app's own template. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StudioState } from '../../src/studio/studio';
import '../error-banner/impasto-error-banner';
import '../notices/impasto-notices';

/** Remarks stand below what went wrong. */
export function messages({ error, canRetry, notices }: StudioState): TemplateResult {
  return html`
    <div class="told">
      ${
        error
          ? html`<impasto-error-banner .report=${error} .retriable=${canRetry}></impasto-error-banner>`
          : nothing
      }
      <impasto-notices .notices=${notices}></impasto-notices>
    </div>
  `;
}
