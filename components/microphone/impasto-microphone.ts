import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { MicrophoneState } from '../../src/studio/media';
import '../select-field/impasto-select';
import type { ImpastoSelect } from '../select-field/impasto-select';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';

/** Below this nothing is heard: the left end of the meter, decibels. */
const QUIETEST = -60;
/** How fast the meter falls, share a second. */
const FALL = 0.8;

/**
 * Whether the microphone is recorded too, which one, and how loud it is.
 *
 * @event microphone-open - {deviceId} It is wanted; null: the default one.
 * @event microphone-close - It is not wanted any more.
 */
@customElement('impasto-microphone')
export class ImpastoMicrophone extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }

      label {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-height: 2.5rem;
        font-size: 0.875rem;
        font-weight: 500;
        cursor: pointer;
      }

      input {
        width: 1.375rem;
        height: 1.375rem;
        margin: 0;
        accent-color: var(--viridian);
        cursor: inherit;
      }

      label:has(:disabled) {
        color: var(--ink-quiet);
        cursor: not-allowed;
      }

      .level {
        --level: 0;
        height: 0.5rem;
        border-radius: 1rem;
        background:
          linear-gradient(var(--panel), var(--panel)) right / calc(100% - var(--level) * 100%) 100% no-repeat,
          linear-gradient(to right, var(--viridian) 78%, var(--gilt) 78% 93%, var(--alert) 93%);
        box-shadow: 0 0 0 1px var(--line-strong);
        overflow: hidden;
      }

      p {
        margin: 0;
        color: var(--ink-quiet);
        font-size: 0.8125rem;
        line-height: 1.4;
      }

      p.bad {
        color: var(--alert);
      }

      /* Gradients are taken away there, and with them the needle. */
      @media (forced-colors: active) {
        .level {
          forced-color-adjust: none;
          outline: 1px solid CanvasText;
          background:
            linear-gradient(Canvas, Canvas) right / calc(100% - var(--level) * 100%) 100% no-repeat,
            Highlight;
          box-shadow: none;
        }
      }
    `,
  ];

  @query('.level') private meter!: HTMLElement | null;

  @property({ attribute: false }) microphone!: MicrophoneState;
  /** Peak of the last instants, 0…1; asked for while the meter is on screen. */
  @property({ attribute: false }) level: () => number = () => 0;
  /** A recording keeps the microphone it began with. */
  @property({ type: Boolean }) locked = false;

  /** Of the next drawing of the meter; 0 while there is none to draw. */
  private frame = 0;
  /** Where the needle is, 0…1, and when it was drawn there, ms. */
  private shown = 0;
  private last = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override updated(): void {
    if (this.meter && this.frame === 0) this.frame = requestAnimationFrame(this.draw);
  }

  /** Rises at once and falls slowly, as needles do. */
  private readonly draw = (now: number): void => {
    const { meter } = this;
    this.frame = meter ? requestAnimationFrame(this.draw) : 0;
    if (!meter) return;
    const decibels = 20 * Math.log10(Math.max(this.level(), 1e-6));
    const share = Math.min(1, Math.max(0, 1 - decibels / QUIETEST));
    const fallen = this.shown - (FALL * Math.min(now - this.last, 100)) / 1000;
    this.last = now;
    this.shown = Math.max(share, fallen, 0);
    meter.style.setProperty('--level', this.shown.toFixed(3));
    meter.setAttribute('aria-valuenow', String(Math.round(this.shown * 100)));
  };

  private readonly onToggle = (event: Event): void => {
    if ((event.currentTarget as HTMLInputElement).checked) {
      emit(this, 'microphone-open', { deviceId: this.microphone.deviceId });
    } else {
      emit(this, 'microphone-close', null);
    }
  };

  private readonly onDevice = (event: Event): void => {
    emit(this, 'microphone-open', { deviceId: (event.currentTarget as ImpastoSelect).value });
  };

  override render(): TemplateResult {
    const { available, reason, open, error } = this.microphone;
    return html`
      <label>
        Microphone
        <input
          type="checkbox"
          .checked=${live(open)}
          ?disabled=${!available || this.locked}
          @change=${this.onToggle}
        />
      </label>
      ${open ? this.renderOpen() : nothing}
      ${error ? html`<p class="bad" role="status">${error.message}</p>` : nothing}
      ${reason === null ? nothing : html`<p>${reason}</p>`}
    `;
  }

  private renderOpen(): TemplateResult {
    const { devices, deviceId } = this.microphone;
    return html`
      <div
        class="level"
        role="meter"
        aria-label="Microphone level"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow="0"
      ></div>
      <impasto-select
        label="Input"
        .options=${devices.map(({ id, label }) => ({ value: id, title: label }))}
        .value=${deviceId ?? ''}
        ?disabled=${this.locked || devices.length === 0}
        @change=${this.onDevice}
      ></impasto-select>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-microphone': ImpastoMicrophone;
  }
}
