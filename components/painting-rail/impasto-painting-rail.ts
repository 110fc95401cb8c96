import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Comparison, PaintingState } from '../../src/studio/painting';
import '../select-field/impasto-select';
import type { ImpastoSelect } from '../select-field/impasto-select';
import { baseStyles, restingButtonStyles } from '../shared/base.styles';
import { ask, type ImpastoEvent } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';
import type { IconName } from '../shared/icons';
import { progressBarStyles } from '../shared/progress-bar.styles';
import '../slider/impasto-slider';
import { paintingRailStyles } from './painting-rail.styles';
import { progressText, statusText } from './progress-text';

const COMPARISONS: readonly { readonly value: Comparison; readonly title: string }[] = [
  { value: 'photo', title: 'The photo' },
  { value: 'fast', title: 'The fast network’s picture' },
];

/**
 * The rail under the frame: begins, halts and ends the run, says how far it is, and how much of what it is compared
 * with shows.
 *
 * @event optimize - start, pause, resume, stop, setCompare, compareWith
 */
@customElement('impasto-painting-rail')
export class ImpastoPaintingRail extends LitElement {
  static override styles = [baseStyles, restingButtonStyles, progressBarStyles, paintingRailStyles];

  @query('wa-button') private firstButton!: HTMLElement;

  @property({ attribute: false }) painting!: PaintingState;

  constructor() {
    super();
    new FocusKeeper(this, () => this.firstButton);
  }

  private get iterations(): number {
    return this.painting.settings.iterations;
  }

  protected override updated(): void {
    const done = this.painting.progress?.iteration ?? 0;
    this.style.setProperty('--share', `${((100 * done) / this.iterations).toFixed(1)}%`);
  }

  private readonly onCompare = (event: ImpastoEvent<'share-change'>): void => {
    event.stopPropagation();
    ask(this, 'setCompare', event.detail.share);
  };

  private readonly onCompareWith = (event: Event): void => {
    ask(this, 'compareWith', (event.currentTarget as ImpastoSelect).value as Comparison);
  };

  override render(): TemplateResult {
    const { shown, fast, compare, compareWith } = this.painting;
    const comparisons = COMPARISONS.map((option) => ({
      ...option,
      disabled: option.value === 'fast' && !fast,
    }));
    return html`
      <div class="rail">
        <div class="buttons">${this.renderButtons()}</div>
        ${this.renderProgress()}
        <div class="compare">
          <impasto-slider
            label="Compare"
            unit=${compareWith === 'photo' ? 'photo' : 'fast network'}
            .share=${compare}
            ?disabled=${!shown}
            @share-change=${this.onCompare}
          ></impasto-slider>
          <impasto-select
            label="Compare with"
            .options=${comparisons}
            .value=${compareWith}
            @change=${this.onCompareWith}
          ></impasto-select>
        </div>
      </div>
    `;
  }

  /** The same two buttons all along, so that the one that was pressed keeps the focus. */
  private renderButtons(): TemplateResult {
    const { status, working, resumable } = this.painting;
    const ready = status !== 'empty' && !this.tooLarge;
    const resumes = working ? status === 'paused' : resumable;
    const halts = working && !resumes;
    // What was broken off is gone on with rather than begun anew.
    return html`
      ${
        halts
          ? this.button('Pause painting', 'pause', status === 'running', () => ask(this, 'pause'))
          : resumes
            ? this.button('Resume painting', 'play', working || ready, () => ask(this, 'resume'), !working)
            : nothing
      }
      ${
        working
          ? this.button('Stop painting', 'square', status !== 'stopping', () => ask(this, 'stop'))
          : this.button('Start painting', 'brush', ready, () => ask(this, 'start'), !resumable)
      }
    `;
  }

  private get tooLarge(): boolean {
    const { estimate } = this.painting.fit;
    return estimate !== null && estimate.bytes > estimate.limit;
  }

  private button(
    name: string,
    icon: IconName,
    enabled: boolean,
    press: () => void,
    main = false,
  ): TemplateResult {
    return html`<wa-button
      appearance=${main ? 'accent' : 'filled'}
      variant=${main ? 'brand' : 'neutral'}
      aria-disabled=${enabled ? nothing : 'true'}
      @click=${enabled ? press : nothing}
    >
      <wa-icon slot="start" name=${icon}></wa-icon>${name}
    </wa-button>`;
  }

  private renderProgress(): TemplateResult {
    const { progress, status } = this.painting;
    const done = progress?.iteration ?? 0;
    const text = progressText(this.painting);
    return html`
      <div class="progress">
        <div
          class=${status === 'running' ? 'bar' : 'bar quiet'}
          role="progressbar"
          aria-label="Optimization progress"
          aria-valuemin="0"
          aria-valuemax=${this.iterations}
          aria-valuenow=${done}
          aria-valuetext=${text}
        ></div>
        <p aria-hidden="true">${text}</p>
        <p class="visually-hidden" role="status">${statusText(this.painting)}</p>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-rail': ImpastoPaintingRail;
  }
}
