import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { OptimizerName } from '../../src/protocol/optimize';
import type { StyleInfo } from '../../src/protocol/style';
import type { PaintingState } from '../../src/studio/painting';
import '../painting-advanced/impasto-painting-advanced';
import '../painting-mask/impasto-painting-mask';
import type { Brush } from '../painting-mask/impasto-painting-mask';
import '../painting-network/impasto-painting-network';
import '../painting-styles/impasto-painting-styles';
import '../presets/impasto-presets';
import { baseStyles } from '../shared/base.styles';
import { ask } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';
import { bytes } from '../shared/format';
import { panelSectionStyles } from '../shared/panel-section.styles';
import { panelGroupStyles } from './panel.styles';
import { ITERATIONS, LONG_SIDES, WEIGHTS } from './scales';
import { selectField, stopsField } from './settings-fields';

const OPTIMIZERS: readonly { readonly value: OptimizerName; readonly title: string }[] = [
  { value: 'adam', title: 'Adam' },
  { value: 'sgd', title: 'SGD with decay' },
  { value: 'lbfgs', title: 'L-BFGS' },
];

/**
 * How a frame is to be painted. While it is, nothing here can be changed: what was chosen holds for a whole run.
 *
 * @event optimize - Whatever is changed.
 * @event brush-change - As of `<impasto-painting-mask>`.
 */
@customElement('impasto-painting-panel')
export class ImpastoPaintingPanel extends LitElement {
  static override styles = [
    baseStyles,
    panelSectionStyles,
    panelGroupStyles,
    css`
      :host {
        --label-width: 6.5rem;
      }

      section > .group,
      section > details {
        padding-block: 0.875rem;
      }

      section > * + * {
        border-top: 1px solid var(--line);
      }

      summary {
        min-height: 2.5rem;
        margin-block: -0.375rem;
        padding-block: 0.5rem;
        font: italic 1.0625rem/1.4 var(--font-label);
        cursor: pointer;
      }

      details > * + * {
        margin-top: 0.75rem;
      }
    `,
  ];

  @query('[label="Output size"]') private sizeField!: HTMLElement;

  @property({ attribute: false }) painting!: PaintingState;
  /** Ours; those of the user are in the state. */
  @property({ attribute: false }) paintings: readonly StyleInfo[] = [];
  @property({ attribute: false }) brush!: Brush;

  constructor() {
    super();
    // Of "Use … pixels instead", which has done its work.
    new FocusKeeper(this, () => this.sizeField);
  }

  override render(): TemplateResult {
    const { painting } = this;
    const { working } = painting;
    return html`
      <section aria-label="How to paint this frame" tabindex="0">
        ${working ? html`<p class="group">Stop painting to change what follows.</p>` : nothing}
        <div class="group">
          <h2>In the style of</h2>
          <impasto-painting-styles
            .chosen=${painting.styles}
            .all=${[...painting.ownStyles, ...this.paintings]}
            ?disabled=${working}
          ></impasto-painting-styles>
        </div>
        ${this.renderWeights()} ${this.renderRun()}
        <div class="group">
          <impasto-painting-mask
            ?masking=${painting.masking}
            ?brushed=${painting.mask !== null}
            .brush=${this.brush}
            ?disabled=${working}
          ></impasto-painting-mask>
        </div>
        <details>
          <summary>Advanced</summary>
          <impasto-painting-advanced
            .settings=${painting.settings}
            ?disabled=${working}
          ></impasto-painting-advanced>
          <impasto-painting-network
            .network=${painting.network}
            ?disabled=${working}
          ></impasto-painting-network>
        </details>
      </section>
    `;
  }

  private renderWeights(): TemplateResult {
    const { preset, settings, working: disabled } = this.painting;
    const weight = (label: string, key: 'styleWeight' | 'contentWeight' | 'variationWeight') =>
      stopsField({ label, stops: WEIGHTS, value: settings[key], disabled }, (value) => ({ [key]: value }));
    return html`
      <div class="group">
        <impasto-presets .selected=${preset} ?disabled=${disabled}></impasto-presets>
        ${weight('Style weight', 'styleWeight')} ${weight('Content weight', 'contentWeight')}
        ${weight('Smoothness', 'variationWeight')}
      </div>
    `;
  }

  private renderRun(): TemplateResult {
    const { settings, working: disabled } = this.painting;
    const { optimizer, iterations, longSide } = settings;
    return html`
      <div class="group">
        ${selectField(
          { label: 'Optimizer', options: OPTIMIZERS, value: optimizer, disabled },
          (optimizer) => ({ optimizer }),
        )}
        ${stopsField(
          { label: 'Iterations', unit: 'iterations', stops: ITERATIONS, value: iterations, disabled },
          (iterations) => ({ iterations }),
        )}
        ${selectField(
          { label: 'Output size', options: this.sizes, value: String(longSide), disabled },
          (side) => ({ longSide: Number(side) }),
        )}
        <div role="status">${this.renderFit()}</div>
      </div>
    `;
  }

  /** "512 × 288", for the shape of the photo. */
  private get sizes(): readonly { readonly value: string; readonly title: string }[] {
    const { photo, settings } = this.painting;
    const sides = [...new Set([...LONG_SIDES, settings.longSide])].sort((a, b) => a - b);
    const short = photo ? Math.min(photo.width, photo.height) / Math.max(photo.width, photo.height) : 0;
    return sides.map((side) => {
      const other = Math.round(side * short);
      const wide = photo !== null && photo.width >= photo.height;
      const title = short === 0 ? String(side) : wide ? `${side} × ${other}` : `${other} × ${side}`;
      return { value: String(side), title };
    });
  }

  private renderFit(): TemplateResult | typeof nothing {
    const { estimate, error } = this.painting.fit;
    if (error !== null) return this.renderWarning(error);
    if (!estimate) return nothing;
    const need = `about ${bytes(estimate.bytes)} of memory`;
    const there = bytes(estimate.limit);
    if (estimate.bytes <= estimate.limit) return html`<p>Takes ${need}; about ${there} are there.</p>`;
    const { largestSide } = estimate;
    const tooLarge = `Too large for this device: it would take ${need}, and about ${there} are there.`;
    if (largestSide === null)
      return this.renderWarning(
        `${tooLarge} No smaller size fits either; the network that is built in takes less.`,
      );
    return html`
      ${this.renderWarning(tooLarge)}
      <div class="ways">
        <wa-button
          appearance="filled"
          ?disabled=${this.painting.working}
          @click=${() => ask(this, 'change', { longSide: largestSide })}
          >Use ${largestSide} pixels instead</wa-button
        >
      </div>
    `;
  }

  private renderWarning(text: string): TemplateResult {
    return html`<p class="warning"><wa-icon name="triangle-alert"></wa-icon>${text}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-panel': ImpastoPaintingPanel;
  }
}
