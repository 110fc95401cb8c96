import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StyleInfo } from '../../src/protocol/style';
import type { RecorderState } from '../../src/studio/media';
import type { Phase } from '../../src/studio/studio';
import '../record-status/impasto-record-status';
import { baseStyles, restingButtonStyles } from '../shared/base.styles';
import { ask, emit, type ImpastoEvent } from '../shared/events';
import { credit } from '../shared/format';
import '../slider/impasto-slider';

/**
 * The rail under the picture: its label, what can be done with it, and how much of the original shows.
 * While it is recorded, the recording takes the label's place.
 *
 * @event transport - {action} Pause, resume, stop, record or take a picture.
 * @event compare-change - {share} The divider is being moved.
 * @event optimize - open
 */
@customElement('impasto-transport')
export class ImpastoTransport extends LitElement {
  static override styles = [
    baseStyles,
    restingButtonStyles,
    css`
      :host {
        /* On the wall a button is paper; in the panel it is a shade. */
        --wa-color-neutral-fill-normal: var(--panel-raised);
        display: block;
        container-type: inline-size;
      }

      .rail {
        display: grid;
        grid-template-columns: minmax(0, 0.5fr) auto minmax(0, 1fr);
        align-items: center;
        gap: 1.25rem;
        min-height: 3.75rem;
      }

      .label {
        overflow: hidden;
        color: var(--ink-quiet);
        font-size: 0.8125rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      cite {
        display: block;
        overflow: hidden;
        color: var(--ink);
        font: italic 1.125rem/1.3 var(--font-label);
        text-overflow: ellipsis;
      }

      .buttons {
        display: flex;
        gap: 0.375rem;
      }

      .dot {
        color: var(--recording);
      }

      .dot.round::part(svg) {
        fill: currentcolor;
      }

      wa-icon {
        margin-inline-end: 0.5rem;
        font-size: 1.125rem;
      }

      impasto-slider {
        width: 100%;
        max-width: 18rem;
        margin-left: auto;
      }

      @container (width < 64rem) {
        .rail {
          grid-template-columns: auto minmax(0, 1fr);
          gap: 1rem;
        }

        .label {
          display: none;
        }

        impasto-record-status {
          grid-column: 1 / -1;
          order: -1;
        }
      }

      /* As in a camera: a row of stacked buttons. */
      @container (width < 56rem) {
        wa-button::part(base) {
          flex-direction: column;
          gap: 0.25rem;
          height: 3.25rem;
          padding: 0 0.5rem;
          font-size: 0.75rem;
        }

        wa-icon {
          margin: 0;
        }
      }

      @container (width < 40rem) {
        .rail {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }

        .buttons {
          justify-content: space-evenly;
        }

        wa-button {
          flex: 0 1 5.5rem;
        }

        wa-button::part(base) {
          height: 3.75rem;
          padding: 0 0.25rem;
        }

        wa-button::part(label) {
          line-height: 1.15;
          white-space: normal;
        }

        impasto-slider {
          order: -1;
          max-width: none;
        }
      }
    `,
  ];

  @property() phase: Phase = 'idle';
  /** True from the first painted frame on. */
  @property({ type: Boolean }) painted = false;
  @property({ type: Number }) compare = 0;
  /** What the label tells of. */
  @property({ attribute: false }) chosenStyle: StyleInfo | null = null;
  @property({ attribute: false }) recorder: RecorderState | null = null;
  /** False where there is nothing that moves. */
  @property({ type: Boolean }) recordable = false;
  /** True where there is nothing to pause. */
  @property({ type: Boolean }) still = false;

  private get running(): boolean {
    return this.phase === 'live' || this.phase === 'paused';
  }

  /** True until its clip is written, whatever may be shown by then. */
  private get records(): boolean {
    return this.recorder !== null && this.recorder.status !== 'idle';
  }

  private readonly onCompare = (event: ImpastoEvent<'share-change'>): void => {
    event.stopPropagation();
    emit(this, 'compare-change', event.detail);
  };

  override render(): TemplateResult {
    return html`
      <div class="rail">
        ${
          this.records
            ? html`<impasto-record-status .recorder=${this.recorder}></impasto-record-status>`
            : this.renderLabel()
        }
        <div class="buttons">${this.renderButtons()}</div>
        <impasto-slider
          label="Compare"
          unit="original"
          .share=${this.compare}
          ?disabled=${!this.running}
          @share-change=${this.onCompare}
        ></impasto-slider>
      </div>
    `;
  }

  private renderButtons(): TemplateResult {
    return html`
      ${this.still ? nothing : this.renderPause()}
      <wa-button
        appearance="filled"
        ?disabled=${this.phase === 'idle'}
        @click=${() => emit(this, 'transport', { action: 'stop' })}
      >
        <wa-icon slot="start" name="square"></wa-icon>Stop
      </wa-button>
      ${this.recordable || this.records ? this.renderRecord() : nothing}
      <wa-button
        appearance="filled"
        ?disabled=${!this.running || !this.painted}
        @click=${() => ask(this, 'open')}
      >
        <wa-icon slot="start" name="brush"></wa-icon>Paint this frame
      </wa-button>
      <wa-button
        appearance="accent"
        variant="brand"
        ?disabled=${!this.running || !this.painted}
        @click=${() => emit(this, 'transport', { action: 'take-picture' })}
      >
        <wa-icon slot="start" name="image-down"></wa-icon>Take picture
      </wa-button>
    `;
  }

  private renderLabel(): TemplateResult {
    return html`<div class="label">
      <cite>${this.chosenStyle?.title ?? ''}</cite>
      ${this.chosenStyle ? credit(this.chosenStyle) : ''}
    </div>`;
  }

  private renderPause(): TemplateResult {
    const paused = this.phase === 'paused';
    return html`<wa-button
      appearance="filled"
      ?disabled=${!this.running}
      @click=${() => emit(this, 'transport', { action: paused ? 'resume' : 'pause' })}
    >
      <wa-icon slot="start" name=${paused ? 'play' : 'pause'}></wa-icon>${paused ? 'Resume' : 'Pause'}
    </wa-button>`;
  }

  private renderRecord(): TemplateResult {
    const status = this.recorder?.status ?? 'idle';
    // While it starts and ends the button says what it will do next, and waits.
    const recording = status === 'recording' || status === 'stopping';
    const ready = status === 'recording' || (status === 'idle' && this.running && this.painted);
    const press = () => emit(this, 'transport', { action: recording ? 'stop-recording' : 'record' });
    return html`<wa-button
      appearance="filled"
      aria-disabled=${ready ? nothing : 'true'}
      @click=${ready ? press : nothing}
    >
      <wa-icon
        slot="start"
        class=${recording ? 'dot' : 'dot round'}
        name=${recording ? 'square' : 'circle'}
      ></wa-icon
      >${recording ? 'Stop recording' : 'Record'}
    </wa-button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-transport': ImpastoTransport;
  }
}
