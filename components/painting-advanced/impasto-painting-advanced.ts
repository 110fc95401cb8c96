import '@awesome.me/webawesome/dist/components/button/button.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  ColourMode,
  DecayingRate,
  LayerName,
  OptimizeSettings,
  StartPicture,
} from '../../src/protocol/optimize';
import { panelGroupStyles } from '../painting-panel/panel.styles';
import { selectField, stopsField } from '../painting-panel/settings-fields';
import { baseStyles } from '../shared/base.styles';
import { ask } from '../shared/events';

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
    const { disabled } = this;
    const layers = CONTENT_LAYERS.map((value) => ({ value, title: value }));
    return html`
      <div class="group">
        ${selectField({ label: 'Start from', options: STARTS, value: start, disabled }, (start) => ({ start }))}
        ${selectField({ label: 'Colours', options: COLOURS, value: colours, disabled }, (colours) => ({ colours }))}
        ${selectField({ label: 'Sizes', options: LEVELS, value: String(levels), disabled }, (levels) => ({
          levels: Number(levels),
        }))}
      </div>
      ${this.renderRates()}
      <div class="group">
        <h3>Layers</h3>
        ${selectField(
          { label: 'Content layer', options: layers, value: contentLayer, disabled },
          (contentLayer) => ({ contentLayer }),
        )}
        <p>Weights of the style layers, from fine texture to large shapes:</p>
        ${STYLE_LAYERS.map((layer) => this.renderLayer(layer))}
      </div>
    `;
  }

  private renderRates(): TemplateResult | typeof nothing {
    const { optimizer, adamRate, sgdRate } = this.settings;
    const { disabled } = this;
    if (optimizer === 'lbfgs') return nothing;
    if (optimizer === 'adam') {
      return html`<div class="group">
        ${stopsField({ label: 'Rate of Adam', stops: ADAM_RATES, value: adamRate, disabled }, (adamRate) => ({ adamRate }))}
      </div>`;
    }
    const part = (label: string, key: keyof DecayingRate, stops: readonly number[]) =>
      stopsField({ label, stops, value: sgdRate[key], disabled }, (value) => ({
        sgdRate: { ...sgdRate, [key]: value },
      }));
    return html`
      <div class="group">
        <h3>Rate of SGD</h3>
        ${part('Initial rate', 'initial', SGD_RATES)} ${part('Decay rate', 'decay', DECAYS)}
        ${part('Decay steps', 'steps', DECAY_STEPS)}
        <div class="ways">
          <wa-button appearance="filled" ?disabled=${disabled} @click=${() => ask(this, 'change', KERAS)}
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
    return stopsField(
      { label: layer, stops: LAYER_WEIGHTS, value: styleLayers[layer] ?? 0, disabled: this.disabled },
      (weight) => ({ styleLayers: { ...styleLayers, [layer]: weight } }),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-advanced': ImpastoPaintingAdvanced;
  }
}
