import '@awesome.me/webawesome/dist/components/icon/icon.js';
import '@awesome.me/webawesome/dist/components/spinner/spinner.js';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { CLIP_FORMAT_TITLES } from '../../src/protocol/media';
import type { Clip } from '../../src/studio/media';
import { baseStyles, toolButtonStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { bytes, clock } from '../shared/format';
import type { IconName } from '../shared/icons';
import { clipStyles } from './impasto-clip.styles';

/**
 * One clip and what can be done with it.
 *
 * @event clip - {action, id} Play, share, save or delete it.
 * @event clip-rename - {id, name} It was given another name.
 */
@customElement('impasto-clip')
export class ImpastoClip extends LitElement {
  static override styles = [baseStyles, toolButtonStyles, clipStyles];

  @query('input') private input!: HTMLInputElement | null;
  @query('.rename') private renameButton!: HTMLElement | null;

  @property({ attribute: false }) clip!: Clip;
  @property({ type: Boolean }) canShare = false;
  @property({ type: Boolean }) canSave = false;
  /** True while it is being saved to disk. */
  @property({ type: Boolean }) saving = false;

  @state() private renaming = false;

  private async rename(): Promise<void> {
    this.renaming = true;
    await this.updateComplete;
    this.input?.focus();
    this.input?.select();
  }

  private async endRename(keep: boolean): Promise<void> {
    if (!this.renaming) return;
    const name = this.input?.value.trim() ?? '';
    const focused = this.shadowRoot?.activeElement === this.input;
    this.renaming = false;
    if (keep && name !== '' && name !== this.clip.name) emit(this, 'clip-rename', { id: this.clip.id, name });
    await this.updateComplete;
    if (focused) this.renameButton?.focus();
  }

  private readonly onNameKey = (event: KeyboardEvent): void => {
    // Letters are typed here, and Escape must not close anything else.
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The focus goes back to "Rename", which must not be pressed by the same key.
    event.preventDefault();
    void this.endRename(event.key === 'Enter');
  };

  /** A link that calls itself a button has to do as buttons do. */
  private readonly onDownloadKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).click();
  };

  private get facts(): string {
    const { duration, size, bytes: length, format, sound } = this.clip;
    return [
      CLIP_FORMAT_TITLES[format],
      clock(duration),
      `${size.width}×${size.height}`,
      bytes(length),
      ...(format === 'mp4' || format === 'webm' ? [sound ? 'with sound' : 'silent'] : []),
    ]
      .map((fact) => fact.replace(' ', '\u00a0'))
      .join(' · ');
  }

  override render(): TemplateResult {
    const { clip } = this;
    const notes = clip.complete || clip.notes.length > 0 ? clip.notes : ['Not the whole clip.'];
    return html`
      ${this.renderPicture()}
      <div>
        ${
          this.renaming
            ? html`<input
                aria-label="Name of the clip"
                maxlength="120"
                .value=${clip.name}
                @keydown=${this.onNameKey}
                @blur=${() => this.endRename(true)}
              />`
            : html`<h3 id="name" title=${clip.name}>${clip.name}</h3>`
        }
        <p>${this.facts}</p>
        ${notes.map((note) => html`<p>${note}</p>`)}
      </div>
      ${this.renderActions()}
    `;
  }

  private renderPicture(): TemplateResult {
    const { thumbnailUrl, format } = this.clip;
    const picture = thumbnailUrl === null ? nothing : html`<img src=${thumbnailUrl} alt="" />`;
    // A sequence of pictures is not played.
    if (format === 'png') return html`<div class="picture">${picture}</div>`;
    return html`<button
      class="picture"
      type="button"
      aria-label="Play"
      aria-describedby="name"
      title="Play"
      @click=${() => emit(this, 'clip', { action: 'play', id: this.clip.id })}
    >
      ${picture}<wa-icon name="play"></wa-icon>
    </button>`;
  }

  private renderActions(): TemplateResult {
    const { id, url, fileName } = this.clip;
    return html`<div class="actions">
      <a
        class="download"
        role="button"
        href=${url}
        download=${fileName}
        aria-describedby="name"
        @keydown=${this.onDownloadKey}
        ><wa-icon name="download"></wa-icon>Download</a
      >
      ${
        this.canShare
          ? this.renderTool('share-2', 'Share', () => emit(this, 'clip', { action: 'share', id }))
          : nothing
      }
      ${
        this.canSave
          ? this.renderTool(
              'folder-down',
              'Save to disk',
              () => emit(this, 'clip', { action: 'save', id }),
              this.saving,
            )
          : nothing
      }
      ${this.renderTool('pencil', 'Rename', () => void this.rename())}
      ${this.renderTool('trash-2', 'Delete', () => emit(this, 'clip', { action: 'delete', id }))}
    </div>`;
  }

  private renderTool(icon: IconName, name: string, act: () => void, busy = false): TemplateResult {
    return html`<button
      class="tool ${name.toLowerCase().replaceAll(' ', '-')}"
      type="button"
      aria-label=${name}
      aria-describedby="name"
      aria-disabled=${busy ? 'true' : nothing}
      title=${name}
      @click=${busy ? nothing : act}
    >
      ${busy ? html`<wa-spinner></wa-spinner>` : html`<wa-icon name=${icon}></wa-icon>`}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-clip': ImpastoClip;
  }
}
