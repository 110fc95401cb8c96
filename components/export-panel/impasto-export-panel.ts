import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import {
  BITRATE_PRESETS,
  CLIP_FORMATS,
  CLIP_FORMAT_TITLES,
  type BitratePreset,
  type ClipFormat,
  type ExportPlan,
  type FormatAvailability,
} from '../../src/protocol/media';
import type { VideoDeskState } from '../../src/studio/media';
import '../select-field/impasto-select';
import type { ImpastoSelect, SelectOption } from '../select-field/impasto-select';
import '../switch/impasto-switch';
import type { ImpastoSwitch } from '../switch/impasto-switch';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { count } from '../shared/format';
import { doubts, facts } from './facts';

const PRESET_TITLES: Readonly<Record<BitratePreset, string>> = {
  small: 'Small file',
  standard: 'Standard',
  high: 'High',
};

/** Value of the option that keeps the source's resolution. */
const SOURCE = '';

/**
 * What becomes of the open video: the choices, what they lead to, and the button that begins at once.
 *
 * @event export-choose - A choice was made.
 * @event export-start - The export is to begin.
 */
@customElement('impasto-export-panel')
export class ImpastoExportPanel extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      .choices {
        display: grid;
        grid-template-columns: auto minmax(0, 21rem) minmax(0, 17rem) auto;
        align-items: center;
        gap: 0.375rem 1rem;
      }

      .format {
        width: 13.5rem;
      }

      .more {
        display: flex;
        align-items: center;
        gap: 0.25rem 1rem;
        flex-wrap: wrap;
      }

      .more impasto-switch {
        flex: none;
        width: 6.5rem;
      }

      .about {
        flex: 1 1 16rem;
        min-width: 0;
      }

      .facts {
        margin: 0.25rem 0 0;
        color: var(--ink-quiet);
        font-size: 0.8125rem;
        line-height: 1.4;
      }

      ul {
        margin: 0.25rem 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.8125rem;
        line-height: 1.4;
      }

      li {
        display: flex;
        gap: 0.5rem;
      }

      li wa-icon {
        flex: none;
        margin-top: 0.125rem;
        color: var(--gilt);
      }

      li.bad wa-icon {
        color: var(--alert);
      }

      .export wa-icon {
        margin-inline-end: 0.5rem;
        font-size: 1.125rem;
      }

      @container (width < 52rem) {
        .choices {
          grid-template-columns: minmax(0, 0.8fr) minmax(0, 1fr);
          gap: 0.5rem 0.75rem;
        }

        .format {
          width: auto;
        }

        impasto-select {
          grid-template-columns: minmax(0, 1fr);
          gap: 0.125rem;
        }

        .export {
          align-self: end;
        }

        .more {
          align-items: end;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: VideoDeskState;
  @property({ attribute: false }) formats: readonly FormatAvailability[] | null = null;
  /** Files that will be exported after this one. */
  @property({ type: Number }) waiting = 0;

  /** What was planned last for the open file: it stays on show while it is planned anew. */
  private lastPlan: ExportPlan | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('desk')) return;
    const { plan, probe, error } = this.desk;
    if (plan || error || changed.get('desk')?.probe !== probe) this.lastPlan = plan;
  }

  private readonly onFormat = (event: Event): void => {
    emit(this, 'export-choose', { format: (event.currentTarget as ImpastoSelect).value as ClipFormat });
  };

  private readonly onResolution = (event: Event): void => {
    const { value } = event.currentTarget as ImpastoSelect;
    emit(this, 'export-choose', { longSide: value === SOURCE ? null : Number(value) });
  };

  private readonly onPreset = (event: Event): void => {
    emit(this, 'export-choose', { bitrate: (event.currentTarget as ImpastoSelect).value as BitratePreset });
  };

  private readonly onTrack = (event: Event): void => {
    emit(this, 'export-choose', { videoTrack: Number((event.currentTarget as ImpastoSelect).value) });
  };

  private readonly onSound = (event: Event): void => {
    emit(this, 'export-choose', { sound: (event.currentTarget as ImpastoSwitch).checked });
  };

  private get formatOptions(): readonly SelectOption[] {
    return CLIP_FORMATS.map((format) => ({
      value: format,
      title: CLIP_FORMAT_TITLES[format],
      disabled: this.formats?.find((known) => known.format === format)?.available === false,
    }));
  }

  override render(): TemplateResult {
    const { choices, resolutions, status, error } = this.desk;
    const sized = resolutions.map(({ longSide, title }) => ({ value: String(longSide ?? SOURCE), title }));
    return html`
      <div class="choices" role="group" aria-label="Export settings">
        <impasto-select
          class="format"
          label="Format"
          .options=${this.formatOptions}
          .value=${choices.format}
          @change=${this.onFormat}
        ></impasto-select>
        <impasto-select
          label="Resolution"
          .options=${sized.length > 0 ? sized : [{ value: SOURCE, title: 'Source' }]}
          .value=${String(choices.longSide ?? SOURCE)}
          ?disabled=${status !== 'ready'}
          @change=${this.onResolution}
        ></impasto-select>
        <impasto-select
          label="File quality"
          .options=${BITRATE_PRESETS.map((preset) => ({ value: preset, title: PRESET_TITLES[preset] }))}
          .value=${choices.bitrate}
          ?disabled=${choices.format === 'gif' || choices.format === 'png'}
          @change=${this.onPreset}
        ></impasto-select>
        <wa-button
          class="export"
          appearance="accent"
          variant="brand"
          ?disabled=${status !== 'ready' || error !== null}
          @click=${() => emit(this, 'export-start', null)}
        >
          <wa-icon slot="start" name="film"></wa-icon>Export
        </wa-button>
      </div>
      <div class="more">
        <div class="about">${this.renderFacts()}</div>
        ${this.renderTracks()} ${this.renderSound()}
      </div>
    `;
  }

  /** Only where there is a choice. */
  private renderTracks(): TemplateResult | typeof nothing {
    const { probe, track } = this.desk;
    const numbered = (probe?.video ?? []).map((info, index) => ({ info, number: index + 1 }));
    const usable = numbered.filter(({ info }) => info.problem === null);
    if (usable.length < 2) return nothing;
    return html`<impasto-select
      label="Video track"
      .options=${usable.map(({ info: { id, codec, size }, number }) => ({
        value: String(id),
        title: `${number}: ${codec}, ${size.width}×${size.height}`,
      }))}
      .value=${String(track?.id ?? '')}
      @change=${this.onTrack}
    ></impasto-select>`;
  }

  /** Where there is sound to be had, in the file and in the format. */
  private renderSound(): TemplateResult | typeof nothing {
    const { probe, choices } = this.desk;
    const silent = choices.format === 'gif' || choices.format === 'png';
    if (silent || !probe || probe.audio.length === 0) return nothing;
    return html`<impasto-switch
      label="Sound"
      .checked=${choices.sound}
      @change=${this.onSound}
    ></impasto-switch>`;
  }

  private renderFacts(): TemplateResult {
    const { formats } = this;
    const desk = { ...this.desk, plan: this.desk.plan ?? this.lastPlan };
    const also = this.waiting === 0 ? [] : [`and ${count(this.waiting, 'more file')} in the queue`];
    const lines = doubts(desk, formats);
    return html`
      <p class="facts" role="status">${[...facts(desk), ...also].join(' · ')}</p>
      <div role="status">
        ${
          lines.length === 0
            ? nothing
            : html`<ul>
                ${lines.map(
                  ({ text, bad }) =>
                    html`<li class=${bad ? 'bad' : ''}>
                      <wa-icon name=${bad ? 'triangle-alert' : 'info'}></wa-icon>${text}
                    </li>`,
                )}
              </ul>`
        }
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-export-panel': ImpastoExportPanel;
  }
}
