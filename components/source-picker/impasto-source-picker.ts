import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { baseStyles } from '../shared/base.styles';
import { emit } from '../shared/events';
import { takeFiles } from '../shared/take-files';

/** Containers that some systems know no MIME type for are named by their suffix. */
const VIDEO_TYPES = 'video/*,.mp4,.m4v,.mov,.webm,.mkv';
const PICTURE_TYPES = 'image/*';

/**
 * The four ways to put something in front of the brush.
 *
 * @event start-camera - The user wants the camera.
 * @event open-video - {file, others} The user chose a video file, or several.
 * @event open-picture - {file} The user chose a picture.
 * @event start-sample - The user wants the built-in scene.
 */
@customElement('impasto-source-picker')
export class ImpastoSourcePicker extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.5rem;
      }

      wa-button::part(base) {
        justify-content: start;
        padding-inline: 0.75rem;
      }

      wa-icon {
        font-size: 1.0625rem;
      }

      :host(:not([prominent])) wa-button {
        font-size: 0.875rem;
      }

      wa-icon[slot='start'] {
        margin-inline-end: 0.5rem;
      }

      .wide {
        grid-column: 1 / -1;
      }

      :host([prominent]) {
        --wa-color-neutral-fill-normal: var(--panel-raised);
        gap: 0.75rem;
      }

      :host([prominent]) wa-button::part(base) {
        justify-content: center;
      }

      :host([prominent]) .camera::part(base) {
        height: 3.25rem;
        font-size: 1.0625rem;
      }
    `,
  ];

  @query('#video') private videoInput!: HTMLInputElement;
  @query('#picture') private pictureInput!: HTMLInputElement;

  /** Larger, for the welcome. */
  @property({ type: Boolean, reflect: true }) prominent = false;

  private readonly onFile = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const [file, ...others] = takeFiles(input);
    if (!file) return;
    if (input === this.videoInput) emit(this, 'open-video', { file, others });
    else emit(this, 'open-picture', { file });
  };

  override render(): TemplateResult {
    return html`
      <wa-button
        class="camera wide"
        appearance=${this.prominent ? 'accent' : 'filled'}
        variant="brand"
        @click=${() => emit(this, 'start-camera', null)}
      >
        <wa-icon slot="start" name="camera"></wa-icon>Start camera
      </wa-button>
      <wa-button appearance="filled" @click=${() => this.videoInput.click()}>
        <wa-icon slot="start" name="clapperboard"></wa-icon>Open video
      </wa-button>
      <wa-button appearance="filled" @click=${() => this.pictureInput.click()}>
        <wa-icon slot="start" name="image"></wa-icon>Open picture
      </wa-button>
      <wa-button class="wide" appearance="plain" @click=${() => emit(this, 'start-sample', null)}>
        <wa-icon slot="start" name="mountain"></wa-icon>Try the sample scene
      </wa-button>
      <input
        id="video"
        type="file"
        accept=${VIDEO_TYPES}
        multiple
        hidden
        aria-label="Video file"
        @change=${this.onFile}
      />
      <input
        id="picture"
        type="file"
        accept=${PICTURE_TYPES}
        hidden
        aria-label="Picture file"
        @change=${this.onFile}
      />
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'impasto-source-picker': ImpastoSourcePicker;
  }
}
