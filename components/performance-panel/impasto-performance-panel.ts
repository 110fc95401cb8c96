import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { BACKEND_TITLES, type BackendInfo, type Fallback } from '../../src/protocol/backend';
import { TIER_TITLES } from '../../src/protocol/quality';
import type { StudioMeters } from '../../src/studio/studio';
import { baseStyles } from '../shared/base.styles';
import { performancePanelStyles } from './impasto-performance-panel.styles';
import { SPARKLINE_VIEW_BOX, sparkline } from './sparkline';

const MEGABYTE = 1024 * 1024;

/** A rate that fills the sparkline's height: what most cameras give. */
const USUAL_FPS = 30;

const fps = (value: number): string => `${value.toFixed(1)} fps`;
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/**
 * The meters: one line of text each, so that they can be read aloud, copied and tested.
 */
@customElement('impasto-performance-panel')
export class ImpastoPerformancePanel extends LitElement {
  static override styles = [baseStyles, performancePanelStyles];

  @query('section') private section!: HTMLElement | null;

  private readonly observer = new ResizeObserver(() => this.letScroll());

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  protected override updated(): void {
    this.letScroll();
  }

  /** Over a low picture not every line fits: then the keyboard has to reach the panel to scroll it. */
  private letScroll(): void {
    const { section } = this;
    if (section && section.scrollHeight > section.clientHeight + 1) section.tabIndex = 0;
    else section?.removeAttribute('tabindex');
  }

  @property({ attribute: false }) backend: BackendInfo | null = null;
  @property({ attribute: false }) meters: StudioMeters | null = null;

  override render(): TemplateResult {
    return html`
      <section role="region" aria-label="Performance" class=${this.meters ? '' : 'brief'}>
        ${this.meters ? this.renderRates(this.meters) : nothing}
        ${
          this.backend
            ? this.renderBackend(this.backend)
            : html`<div class="quiet">The meters start with the first frame.</div>`
        }
        ${this.meters ? this.renderMeters(this.meters) : nothing}
      </section>
    `;
  }

  private get onProcessor(): boolean {
    return this.backend?.backend === 'wasm' || this.backend?.backend === 'cpu';
  }

  private renderRates({ stylizeFps, captureFps, displayFps, history }: StudioMeters): TemplateResult {
    return html`
      <svg viewBox=${SPARKLINE_VIEW_BOX} preserveAspectRatio="none" aria-hidden="true">
        ${sparkline(history, USUAL_FPS)}
      </svg>
      ${line('Stylize', fps(stylizeFps), 'lead')} ${line('Capture', fps(captureFps))}
      ${line('Display', fps(displayFps))}
    `;
  }

  private renderBackend({ backend, engine, adapter, f16, threads, fallbacks }: BackendInfo): TemplateResult {
    const threadCount = threads === 1 ? '1 thread' : `${threads} threads`;
    const extras = [...(f16 ? ['float16'] : []), ...(backend === 'wasm' ? [threadCount] : [])];
    return html`
      ${line('Backend', BACKEND_TITLES[backend], this.meters ? 'rule' : '')} ${line('Engine', engine)}
      ${line('Adapter', adapter || 'unnamed')}
      ${extras.length === 0 ? nothing : line('Computes', extras.join(', '))}
      ${this.meters ? fallbacks.map(reason) : nothing}
    `;
  }

  private renderMeters(meters: StudioMeters): TemplateResult {
    const { workingSize, tier, dropped, stages, gpuTimestamps, latency, tensors, gpuBytes } = meters;
    return html`
      ${line('Painted by', TIER_TITLES[tier])}
      ${line('Working size', `${workingSize.width} × ${workingSize.height}`)}
      ${line('Dropped', String(dropped))} ${line('Ingest', ms(stages.ingest), 'rule')}
      ${line('Network', ms(stages.network))} ${line('Present', ms(stages.present))}
      ${line('Clock', gpuTimestamps ? 'GPU timestamps' : 'wall clock')} ${line('Latency', ms(latency))}
      ${line('Tensors', String(tensors), 'rule')}
      ${line(this.onProcessor ? 'Memory' : 'GPU memory', `${(gpuBytes / MEGABYTE).toFixed(1)} MB`)}
    `;
  }
}

/** Why a better backend was passed over. */
function reason({ backend, reason }: Fallback): TemplateResult {
  return html`<div class="quiet">Not ${BACKEND_TITLES[backend]}: ${reason}</div>`;
}

/** Inline boxes only: a flex or grid row would break the line in two when it is read as text. */
function line(name: string, value: string, kind = ''): TemplateResult {
  return html`<div class=${kind}>
    <span class="name">${name}:</span> <span class="value">${value}</span>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-performance-panel': ImpastoPerformancePanel;
  }
}
