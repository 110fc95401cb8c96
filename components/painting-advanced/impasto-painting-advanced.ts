import '@awesome.me/webawesome/dist/components/button/button.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ColourMode, LayerName, OptimizeSettings, StartPicture } from '../../src/protocol/optimize';
import { panelGroupStyles } from '../painting-panel/panel.styles';
import '../select-field/impasto-select';
import type { ImpastoSelect } from '../select-field/impasto-select';
import { baseStyles } from '../shared/base.styles';
import { ask, type ImpastoEvent } from '../shared/events';
import '../stops/impasto-stops';

const STARTS: readonly { readonly value: StartPicture; readonly title: string }[] = [
  { value: 'fast', title: 'The fast network’s picture' },
  { value: 'content', title: 'The photo' },
  { value: 'noise', title: 'Noise' },
];

const COLOURS: readonly { readonly value: ColourMode; readonly title: string }[] = [
  { value: 'painting', title: 'Of the painting' },
  { value: 'luminance', title: 'Of the photo: only brightness is painted' },
  { value: 'matched', title: 'Matched: the painting dyed like the photo' },
];

const LEVELS = [1, 2, 3, 4, 5].map((levels) => ({
  value: String(levels),
  title: levels === 1 ? 'Full size only' : `${levels} sizes, small to large`,
}));

/** Layers that content can be judged at. */
const CONTENT_LAYERS: readonly LayerName[] = [
  'block1_conv2',
  'block2_conv2',
  'block3_conv1',
  'block3_conv2',
  'block3_conv3',
  'block4_conv1',
  'block4_conv2',
  'block4_conv3',
  'block5_conv1',
];

const STYLE_LAYERS: readonly LayerName[] = [
  'block1_conv1',
  'block2_conv1',
  'block3_conv1',
  'block4_conv1',
  'block5_conv1',
];

const LAYER_WEIGHTS = [0, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10] as const;
const ADAM_RATES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1] as const;
const DECAYS = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96, 0.98, 0.99, 1] as const;
const DECAY_STEPS = [10, 20, 50, 100, 200, 500, 1000] as const;

/** For pixels of 0…255, as Keras counts them. */
const SGD_RATES = [1, 2, 5, 10, 20, 30, 50, 70, 100, 150, 200, 500, 1000] as const;

/** The classic Keras recipe: ExponentialDecay(100, decay_rate 0.96, decay_steps 100) from the photo, in one size. */
const KERAS: Partial<OptimizeSettings> = {
  start: 'content',
  levels: 1,
  iterations: 4000,
  sgdRate: { initial: 100, decay: 0.96, steps: 100 },
};

/**
 * What most people need not touch: layers, rates, where it starts, colours, sizes in between.
 *
 * @event optimize - change
 */
@customElement('impasto-painting-advanced')
export class ImpastoPaintingAdvanced extends LitElement {
  static override styles = [
    baseStyles,
    panelGroupStyles,
    css`
      :host {
        --label-width: 6.5rem;
        display: grid;
        gap: 1rem;
      }
    `,
  ];

  @property({ attribute: false }) settings!: OptimizeSettings;
  @property({ type: Boolean }) disabled = false;

  override render(): TemplateResult {
    const { start, colours, levels, contentLayer } = this.settings;
    return html`
      <div class="group">
        ${this.select('Start from', STARTS, start, (value) => ({ start: value as StartPicture }))}
        ${this.select('Colours', COLOURS, colours, (value) => ({ colours: value as ColourMode }))}
        ${this.select('Sizes', LEVELS, String(levels), (value) => ({ levels: Number(value) }))}
      </div>
      ${this.renderRates()}
      <div class="group">
        <h3>Layers</h3>
        ${this.select(
          'Content layer',
          CONTENT_LAYERS.map((value) => ({ value, title: value })),
          contentLayer,
          (value) => ({ contentLayer: value as LayerName }),
        )}
        <p>Weights of the style layers, from fine texture to large shapes:</p>
        ${STYLE_LAYERS.map((layer) => this.renderLayer(layer))}
      </div>
    `;
  }

  private renderRates(): TemplateResult | typeof nothing {
    const { optimizer, adamRate, sgdRate } = this.settings;
    if (optimizer === 'lbfgs') return nothing;
    if (optimizer === 'adam') {
      return html`<div class="group">
        ${this.stops('Rate of Adam', ADAM_RATES, adamRate, (value) => ({ adamRate: value }))}
      </div>`;
    }
    return html`
      <div class="group">
        <h3>Rate of SGD</h3>
        ${this.stops('Initial rate', SGD_RATES, sgdRate.initial, (initial) => ({
          sgdRate: { ...sgdRate, initial },
        }))}
        ${this.stops('Decay rate', DECAYS, sgdRate.decay, (decay) => ({ sgdRate: { ...sgdRate, decay } }))}
        ${this.stops('Decay steps', DECAY_STEPS, sgdRate.steps, (steps) => ({
          sgdRate: { ...sgdRate, steps },
        }))}
        <div class="ways">
          <wa-button appearance="filled" ?disabled=${this.disabled} @click=${() => ask(this, 'change', KERAS)}
            >Classic Keras recipe</wa-button
          >
        </div>
        <p>
          As in the Keras example: 4,000 iterations from the photo at a rate of 100 for pixels of 0 to 255,
          times 0.96 every 100 steps.
        </p>
      </div>
    `;
  }

  private renderLayer(layer: LayerName): TemplateResult {
    const { styleLayers } = this.settings;
    return this.stops(layer, LAYER_WEIGHTS, styleLayers[layer] ?? 0, (weight) => ({
      styleLayers: { ...styleLayers, [layer]: weight },
    }));
  }

  private select(
    label: string,
    options: readonly { readonly value: string; readonly title: string }[],
    value: string,
    change: (value: string) => Partial<OptimizeSettings>,
  ): TemplateResult {
    return html`<impasto-select
      label=${label}
      .options=${options}
      .value=${value}
      ?disabled=${this.disabled}
      @change=${(event: Event) => ask(this, 'change', change((event.currentTarget as ImpastoSelect).value))}
    ></impasto-select>`;
  }

  private stops(
    label: string,
    stops: readonly number[],
    value: number,
    change: (value: number) => Partial<OptimizeSettings>,
  ): TemplateResult {
    return html`<impasto-stops
      label=${label}
      .stops=${stops}
      .value=${value}
      ?disabled=${this.disabled}
      @value-change=${({ detail }: ImpastoEvent<'value-change'>) => ask(this, 'change', change(detail.value))}
    ></impasto-stops>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-advanced': ImpastoPaintingAdvanced;
  }
}
