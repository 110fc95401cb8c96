import '@awesome.me/webawesome/dist/components/button/button.js';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { panelGroupStyles } from '../painting-panel/panel.styles';
import { baseStyles, restingButtonStyles } from '../shared/base.styles';
import { ask, emit, type ImpastoEvent } from '../shared/events';
import '../stops/impasto-stops';
import '../switch/impasto-switch';
import type { ImpastoSwitch } from '../switch/impasto-switch';

/** Diameters of the brush in hundredths of the picture's long side. */
const BRUSHES = [1, 2, 3, 5, 8, 12, 18, 25] as const;

/** The brush that masks are painted with. */
export interface Brush {
  /** Diameter as a share of the picture's long side. */
  readonly size: number;
  readonly erases: boolean;
}

/**
 * Where style goes: everywhere, or only where the picture was brushed.
 *
 * @event optimize - useMask, setMask
 * @event brush-change - {size, erases}
 */
@customElement('impasto-painting-mask')
export class ImpastoPaintingMask extends LitElement {
  static override styles = [
    baseStyles,
    restingButtonStyles,
    panelGroupStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];

  @property({ type: Boolean }) masking = false;
  @property({ type: Boolean }) brushed = false;
  @property({ attribute: false }) brush: Brush = { size: 0.08, erases: false };
  @property({ type: Boolean }) disabled = false;

  private readonly onMask = (event: Event): void => {
    ask(this, 'useMask', (event.currentTarget as ImpastoSwitch).checked);
  };

  private readonly onErase = (event: Event): void => {
    emit(this, 'brush-change', { ...this.brush, erases: (event.currentTarget as ImpastoSwitch).checked });
  };

  private readonly onSize = ({ detail }: ImpastoEvent<'value-change'>): void => {
    emit(this, 'brush-change', { ...this.brush, size: detail.value / 100 });
  };

  override render(): TemplateResult {
    const { masking, disabled } = this;
    return html`
      <div class="group">
        <impasto-switch
          label="Paint only where I brush"
          .checked=${masking}
          ?disabled=${disabled}
          @change=${this.onMask}
        ></impasto-switch>
        ${masking ? this.renderBrush() : nothing}
      </div>
    `;
  }

  private renderBrush(): TemplateResult {
    const { brush, brushed, disabled } = this;
    const clearable = brushed && !disabled;
    return html`
      <p>
        ${brushed ? 'Style goes where the picture is veiled.' : 'Brush over the picture to say where style goes. Until then it goes everywhere.'}
      </p>
      <impasto-stops
        label="Brush"
        unit="percent of the picture"
        .stops=${BRUSHES}
        .value=${brush.size * 100}
        ?disabled=${disabled}
        @value-change=${this.onSize}
      ></impasto-stops>
      <impasto-switch
        label="Erase"
        .checked=${brush.erases}
        ?disabled=${disabled}
        @change=${this.onErase}
      ></impasto-switch>
      <div class="ways">
        <wa-button
          appearance="filled"
          aria-disabled=${clearable ? nothing : 'true'}
          @click=${clearable ? () => ask(this, 'setMask', null) : nothing}
          >Clear mask</wa-button
        >
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-painting-mask': ImpastoPaintingMask;
  }
}
