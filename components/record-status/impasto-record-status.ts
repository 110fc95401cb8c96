import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RecorderState } from '../../src/studio/media';
import { baseStyles } from '../shared/base.styles';
import { bytes, clock } from '../shared/format';

/** Share of the room there is from which on it is said how long it lasts. */
const NEARLY_FULL = 0.8;

/** How long a recording is and how large, and when there will be no room for more. */
@customElement('impasto-record-status')
export class ImpastoRecordStatus extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        font-variant-numeric: tabular-nums;
      }

      .line {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        color: var(--ink);
        font-size: 1rem;
        font-weight: 600;
        white-space: nowrap;
      }

      .dot {
        flex: none;
        width: 0.75rem;
        height: 0.75rem;
        border-radius: 50%;
        background: var(--recording);
        animation: breathe 1.6s ease-in-out infinite;
      }

      .size {
        color: var(--ink-quiet);
        font-size: 0.8125rem;
        font-weight: 400;
      }

      p {
        margin: 0.125rem 0 0;
        color: var(--ink-quiet);
        font-size: 0.8125rem;
        line-height: 1.35;
      }

      @keyframes breathe {
        50% {
          opacity: 0.35;
        }
      }
    `,
  ];

  @property({ attribute: false }) recorder!: RecorderState;

  private get nearlyFull(): boolean {
    const { status, bytes: written, limit } = this.recorder;
    return status === 'recording' && written > 0 && written > limit * NEARLY_FULL;
  }

  private get remark(): string {
    const { status, sound } = this.recorder;
    if (status === 'starting') return 'Getting ready…';
    if (status === 'stopping') return 'Closing the file…';
    if (this.nearlyFull) return 'Nearly out of room';
    return sound ? 'with the microphone' : 'without sound';
  }

  override render(): TemplateResult {
    const { seconds, bytes: written, limit } = this.recorder;
    // Beside the status: it would be read out every second.
    const left = this.nearlyFull ? `: about ${clock((seconds * (limit - written)) / written)} left` : nothing;
    return html`
      <div class="line">
        <span class="dot"></span>
        <span role="timer" aria-label="Recording time">${clock(seconds)}</span>
        <span class="size">${bytes(written)}</span>
      </div>
      <p><span role="status">${this.remark}</span>${left}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-record-status': ImpastoRecordStatus;
  }
}
