import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { canMix } from '../../src/protocol/style';
import type { StudioState } from '../../src/studio/studio';
import '../microphone/impasto-microphone';
import '../quality-picker/impasto-quality-picker';
import { qualityNote } from '../quality-picker/quality-note';
import '../select-field/impasto-select';
import type { ImpastoSelect, SelectOption } from '../select-field/impasto-select';
import { baseStyles, toolButtonStyles } from '../shared/base.styles';
import { emit, type ImpastoEvent } from '../shared/events';
import { FocusKeeper } from '../shared/focus-keeper';
import '../slider/impasto-slider';
import '../source-picker/impasto-source-picker';
import '../switch/impasto-switch';
import type { ImpastoSwitch } from '../switch/impasto-switch';
import { panelSectionStyles } from '../shared/panel-section.styles';
import { controlPanelStyles } from './impasto-control-panel.styles';

/** Value of the option "None"; no style has an empty id. */
const NO_STYLE = '';

/** Value of the option that leaves the camera to the browser; no camera that can be told apart has an empty id. */
const NO_CAMERA = '';

/**
 * The one quiet panel: where the picture comes from, how it is painted, how much work goes into it.
 *
 * @event prefer - The user changed a preference.
 * @event camera-choose - {cameraId} The user chose a camera.
 * @event microphone-open, microphone-close - As of `<impasto-microphone>`.
 * @event panel-toggle - The sheet is to be closed.
 */
@customElement('impasto-control-panel')
export class ImpastoControlPanel extends LitElement {
  static override styles = [baseStyles, toolButtonStyles, panelSectionStyles, controlPanelStyles];

  @query('#close') private closeButton!: HTMLButtonElement | null;
  @query('#source') private sourceHeading!: HTMLElement;

  @property({ attribute: false }) studioState!: StudioState;
  @property() cameraId = '';
  /** Of the microphone, for its meter. */
  @property({ attribute: false }) level: () => number = () => 0;
  /** Looks like a sheet that comes up from below, with a bar to close it. */
  @property({ type: Boolean, reflect: true }) sheet = false;

  constructor() {
    super();
    // Of the button that should have started something; the ways to begin are in the welcome again.
    new FocusKeeper(this, () => this.sourceHeading);
  }

  /** Takes the focus when it comes up as a sheet. */
  override focus(): void {
    this.closeButton?.focus();
  }

  private readonly onCamera = (event: Event): void => {
    emit(this, 'camera-choose', { cameraId: (event.currentTarget as ImpastoSelect).value });
  };

  private readonly onMirror = (event: Event): void => {
    emit(this, 'prefer', { mirror: (event.currentTarget as ImpastoSwitch).checked });
  };

  private readonly onMixStyle = (event: Event): void => {
    const id = (event.currentTarget as ImpastoSelect).value;
    if (id === NO_STYLE) emit(this, 'prefer', { mixStyleId: null });
    // With nothing of it in the mix nobody would see what they chose.
    else if (this.studioState.preferences.mixAmount > 0) emit(this, 'prefer', { mixStyleId: id });
    else emit(this, 'prefer', { mixStyleId: id, mixAmount: 0.5 });
  };

  private readonly onMix = (event: ImpastoEvent<'share-change'>): void => {
    emit(this, 'prefer', { mixAmount: event.detail.share });
  };

  private readonly onStrength = (event: ImpastoEvent<'share-change'>): void => {
    emit(this, 'prefer', { strength: event.detail.share });
  };

  private readonly onSmoothing = (event: ImpastoEvent<'share-change'>): void => {
    emit(this, 'prefer', { smoothing: event.detail.share });
  };

  override render(): TemplateResult {
    return html`
      <section aria-label="Controls">
        ${this.sheet ? this.renderSheetBar() : nothing} ${this.renderPaint()} ${this.renderSound()}
        ${this.renderSource()}
      </section>
    `;
  }

  private renderSheetBar(): TemplateResult {
    return html`
      <div class="sheet-bar">
        <span>Controls</span>
        <button
          id="close"
          class="tool"
          type="button"
          aria-label="Close controls"
          @click=${() => emit(this, 'panel-toggle', null)}
        >
          <wa-icon name="x"></wa-icon>
        </button>
      </div>
    `;
  }

  private renderSource(): TemplateResult {
    const { phase, cameras, preferences } = this.studioState;
    const named: readonly SelectOption[] = cameras.map(({ id, label }, index) => ({
      value: id,
      title: label || `Camera ${index + 1}`,
    }));
    const chosen = cameras.some(({ id }) => id === this.cameraId);
    const options = chosen ? named : [{ value: NO_CAMERA, title: 'Default camera' }, ...named];
    return html`
      <div class="group">
        <h2 id="source" tabindex="-1">In front of the easel</h2>
        ${phase === 'idle' ? nothing : html`<impasto-source-picker></impasto-source-picker>`}
        <impasto-select
          label="Camera"
          .options=${options}
          .value=${chosen ? this.cameraId : NO_CAMERA}
          ?disabled=${cameras.length === 0}
          @change=${this.onCamera}
        ></impasto-select>
        <impasto-switch
          label="Mirror"
          .checked=${preferences.mirror}
          @change=${this.onMirror}
        ></impasto-switch>
      </div>
    `;
  }

  private renderSound(): TemplateResult | typeof nothing {
    const { phase, media } = this.studioState;
    if (phase === 'idle') return nothing;
    return html`
      <div class="group">
        <h2>While recording</h2>
        <impasto-microphone
          .microphone=${media.microphone}
          .level=${this.level}
          ?locked=${media.recorder.status !== 'idle'}
        ></impasto-microphone>
      </div>
    `;
  }

  private renderPaint(): TemplateResult {
    const { styles, preferences, qualities } = this.studioState;
    const { styleId, mixStyleId, mixAmount, strength, smoothing, quality } = preferences;
    const first = styles.find(({ id }) => id === styleId);
    const paintable = styles.filter(({ added }) => added?.tier !== null);
    const mixOptions = [
      { value: NO_STYLE, title: 'None' },
      ...paintable.map((style) => ({
        value: style.id,
        title: style.title,
        disabled: first !== undefined && !canMix(first, style),
      })),
    ];
    return html`
      <div class="group">
        <h2>On the palette</h2>
        <impasto-slider label="Strength" .share=${strength} @share-change=${this.onStrength}></impasto-slider>
        <impasto-slider
          label="Smoothing"
          hint="Steadies the strokes from frame to frame; too much of it trails behind what moves."
          .share=${smoothing}
          @share-change=${this.onSmoothing}
        ></impasto-slider>
        <impasto-select
          label="Mix with"
          .options=${mixOptions}
          .value=${mixStyleId ?? NO_STYLE}
          @change=${this.onMixStyle}
        ></impasto-select>
        <impasto-slider
          label="Mix"
          .share=${mixAmount}
          ?disabled=${mixStyleId === null}
          @share-change=${this.onMix}
        ></impasto-slider>
      </div>
      <div class="group">
        <impasto-quality-picker
          .choices=${qualities}
          .selected=${quality}
          .note=${qualityNote(this.studioState)}
        ></impasto-quality-picker>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-control-panel': ImpastoControlPanel;
  }
}
